import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "export",
            "Writes the log as a file.",
            threads: 4,
            endpoints: [ExportMessages.self]
        ).run()
    }
}
