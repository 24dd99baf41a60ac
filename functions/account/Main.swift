import FunctionRuntime
import Secrets

@main
enum Main {
    static func main() {
        Function(
            "account",
            "What people look after themselves: password, second factor, where they are logged in.",
            threads: 4,
            settings: [Setting<String>.publicURL] + Vault.settings,
            endpoints: [
                ShowAccount.self, ChangePassword.self, BeginSecondFactor.self,
                FinishSecondFactor.self, RemoveSecondFactor.self, MakeRecoveryCodes.self,
                EndSession.self, EndOtherSessions.self,
            ]
        ).run()
    }
}
