import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "audit",
            "Tells who changed what.",
            threads: 2,
            endpoints: [ListAudit.self, ListAuditChoices.self]
        ).run()
    }
}
