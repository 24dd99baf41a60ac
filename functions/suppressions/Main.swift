import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "suppressions",
            "Keeps the list of numbers that are not written to.",
            endpoints: [
                ListSuppressions.self, Suppress.self, Release.self, ImportSuppressions.self,
            ]
        ).run()
    }
}
