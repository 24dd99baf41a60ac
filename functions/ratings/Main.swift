import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "ratings",
            "Shows a business how its customers rated their visits.",
            endpoints: [ListRatings.self, SumUpRatings.self]
        ).run()
    }
}
