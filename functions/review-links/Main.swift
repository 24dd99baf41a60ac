import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "review-links",
            "Shows and changes where reviews are asked for, and proves that nobody is steered.",
            endpoints: [ShowReviewLinks.self, ChangeReviewLinks.self, ReviewReport.self]
        ).run()
    }
}
