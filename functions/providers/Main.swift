import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "providers",
            "Shows and changes the accounts that messages go through.",
            settings: PutProvider.settings,
            endpoints: [
                ListProviders.self, ListKinds.self, PutProvider.self, DeleteProvider.self,
                PauseProvider.self,
                ResumeProvider.self, ShowHistory.self, ShowWeights.self, ChangeWeights.self,
            ]
        ).run()
    }
}
