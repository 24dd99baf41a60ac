import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "templates",
            "Shows, saves and checks the texts of a business.",
            endpoints: [
                LintTemplate.self, ListTemplates.self, ShowTemplate.self, SaveTemplate.self,
                ArchiveTemplate.self,
            ]
        ).run()
    }
}
