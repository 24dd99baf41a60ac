import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "config",
            "Shows and changes what a business decides about its messages.",
            endpoints: [
                ShowConfig.self, ShowInitialConfig.self, ChangeConfig.self, ShowDefaults.self,
                ChangeDefaults.self, ShowRetention.self, PreviewRetention.self,
                ChangeRetention.self, ListArchives.self, RestoreArchive.self,
            ]
        ).run()
    }
}
