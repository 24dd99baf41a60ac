import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "quiet-hours",
            "Shows when messages may leave and why, and keeps a business's own hours.",
            threads: 4,
            endpoints: [
                ShowQuietHours.self, ExplainQuietHours.self, ChangeOwnHours.self,
                RemoveOwnHours.self, ListDealerships.self, ChangeDealership.self,
            ]
        ).run()
    }
}
