import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "messages",
            "Shows the log of messages, and everything about one of them.",
            endpoints: [ListMessages.self, ListChoices.self, ShowMessage.self, ShowRoute.self]
        ).run()
    }
}
