import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "preview",
            "Shows a text as it will be sent, and what carriers bill for it.",
            settings: [Setting<String>.publicURL],
            endpoints: [PreviewText.self]
        ).run()
    }
}
