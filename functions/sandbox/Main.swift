import FunctionRuntime

/// A provider in a box: answers Twilio's Messages API, calls back, and misbehaves when told to.
@main enum Main {
    static func main() {
        Function(
            "sandbox",
            "Plays the SMS provider: sends nothing, and reports as if it had.",
            gateway: .sandbox,
            // Latency is played by resting threads, so there must be as many as requests at once.
            threads: 256,
            // The messages live in memory and in one journal.
            processes: 1,
            database: nil,
            settings: Sandbox.settings,
            connections: [.internet],
            endpoints: [
                CreateMessage.self, ListMessages.self, FetchMessage.self, ShowControl.self,
                ChangeControl.self, ShowLedger.self, ClearLedger.self, ReceiveInbound.self,
            ]
        ).run()
    }
}
