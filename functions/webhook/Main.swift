import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "webhook",
            "Takes the transactions that a CRM posts, and cancels their messages.",
            threads: 48,
            processes: 1,
            settings: [Setting<Int>.requestLogPerSecond],
            endpoints: [
                ReceiveOne.self, ReceiveMany.self, ReceiveMapped.self, Cancel.self,
                TransactionEvent.self, TrySource.self, SendSample.self, ReplayRequest.self,
            ],
            observer: RequestRecorder.self
        ).run()
    }
}
