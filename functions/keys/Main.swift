import FunctionRuntime
import Secrets

@main
enum Main {
    static func main() {
        Function(
            "keys",
            "Makes, lists, changes, replaces and ends the keys of programs.",
            settings: Vault.settings,
            endpoints: [
                ListKeys.self, MakeKey.self, ChangeKey.self, RotateKey.self, RevokeKey.self,
            ]
        ).run()
    }
}
