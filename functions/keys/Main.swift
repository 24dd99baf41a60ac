import Crypto
import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "keys",
            "Makes, lists, changes, replaces and ends the keys of programs.",
            settings: [Setting<SealingKey?>.secretsKey],
            endpoints: [
                ListKeys.self, MakeKey.self, ChangeKey.self, RotateKey.self, RevokeKey.self,
            ]
        ).run()
    }
}
