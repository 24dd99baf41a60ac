import FunctionRuntime
import Secrets

@main
enum Main {
    static func main() {
        Function(
            "sign-in",
            "Lets people in who sign in at an issuer of their own (OpenID Connect).",
            threads: 4,
            settings: Vault.settings + [Setting<String>.publicURL, Setting<Bool>.issuersInside],
            connections: [.internet],
            endpoints: [
                IsThere.self, Begin.self, Return.self, ListSignInProviders.self,
                PutSignInProvider.self, RemoveSignInProvider.self,
            ]
        ).run()
    }
}
