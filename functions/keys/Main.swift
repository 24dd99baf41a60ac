import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "keys",
            "Makes, lists and ends the keys of programs.",
            endpoints: [ListKeys.self, MakeKey.self, RevokeKey.self]
        ).run()
    }
}
