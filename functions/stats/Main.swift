import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "stats",
            "Answers the figures of the dashboard.",
            endpoints: [Dashboard.self, Analytics.self, QueueStatus.self]
        ).run()
    }
}
