import Accounts
import Crypto
import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "status-callback",
            "Takes providers' reports on messages.",
            threads: 64,
            processes: 1,
            database: .worker,
            settings: [
                Setting<String>.publicURL, Setting<String>.twilioAuthToken,
                Setting<Int>.reportOverdueSeconds, Setting<SealingKey?>.secretsKey,
            ],
            endpoints: [TwilioStatus.self, AccountStatus.self]
        ).run()
    }
}
