import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "webhook",
            "Takes the transactions that a CRM posts, and cancels their messages.",
            threads: 48,
            processes: 1,
            endpoints: [ReceiveOne.self, ReceiveMany.self, Cancel.self, TransactionEvent.self]
        ).run()
    }
}
