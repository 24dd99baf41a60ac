import Accounts
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
            settings: CallbackIntake.settings,
            endpoints: [TwilioStatus.self, AccountStatus.self, AccountStatusByGet.self]
        ).run()
    }
}
