import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "templates",
            "Shows, saves and checks the texts of a business.",
            settings: [Setting<String>.publicURL],
            endpoints: [
                LintTemplate.self, ListTemplates.self, ShowTemplate.self, SaveTemplate.self,
                ArchiveTemplate.self,
            ]
        ).run()
    }
}
