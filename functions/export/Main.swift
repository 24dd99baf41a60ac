import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "export",
            "Writes the log and other lists as files.",
            threads: 4,
            endpoints: [
                ExportMessages.self, ExportMessageLines.self, ExportSuppressions.self,
                ExportConversations.self, ExportParked.self,
            ]
        ).run()
    }
}
