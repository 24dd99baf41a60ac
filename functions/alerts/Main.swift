import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "alerts",
            "Shows what a person must look at.",
            threads: 4,
            endpoints: [ListAlerts.self]
        ).run()
    }
}
