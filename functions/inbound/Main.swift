import Accounts
import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "inbound",
            "Takes what people answer, and acts upon it.",
            database: .worker,
            settings: CallbackIntake.settings,
            endpoints: [TwilioInbound.self, AccountInbound.self, AccountInboundByGet.self]
        ).run()
    }
}
