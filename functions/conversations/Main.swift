import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "conversations",
            "Shows what customers wrote and what was written to them, and writes back.",
            endpoints: [
                ListConversations.self, ShowConversation.self, Reply.self, Handle.self,
            ]
        ).run()
    }
}
