import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "inbound",
            "Takes what people answer, and acts upon it.",
            database: .worker,
            settings: [Setting<String>.publicURL, Setting<String>.twilioAuthToken],
            endpoints: [TwilioInbound.self]
        ).run()
    }
}
