import FunctionRuntime
import Secrets

@main
enum Main {
    static func main() {
        Function(
            "session",
            "Logs people in and out, and tells the gateway who may watch live events.",
            threads: 4,
            settings: [Setting<String>.publicURL] + Vault.settings,
            endpoints: [
                LogIn.self, WhoAmI.self, LogOut.self, Confirm.self, AuthorizeEvents.self,
            ]
        ).run()
    }
}
