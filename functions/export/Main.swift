import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "export",
            "Writes the log and other lists as files.",
            threads: 4,
            endpoints: [
                CSVFile<MessageList>.self, LinesFile<MessageList>.self,
                CSVFile<SuppressionList>.self, LinesFile<SuppressionList>.self,
                CSVFile<ConversationList>.self, LinesFile<ConversationList>.self,
                CSVFile<ParkedList>.self, LinesFile<ParkedList>.self,
                CSVFile<RatingList>.self, LinesFile<RatingList>.self,
                CSVFile<AuditList>.self, LinesFile<AuditList>.self,
            ]
        ).run()
    }
}
