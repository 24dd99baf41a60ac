import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "parked",
            "Shows what waits for a person, and lets it go or drops it.",
            settings: [Setting<String>.publicURL],
            endpoints: [ListParked.self, Approve.self, Drop.self]
        ).run()
    }
}
