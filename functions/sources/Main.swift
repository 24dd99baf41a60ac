import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "sources",
            "Keeps how CRMs' fields become ours, and shows what CRMs asked.",
            settings: [Setting<String>.publicURL],
            endpoints: [
                ListSources.self, ShowSource.self, SaveSource.self, DeleteSource.self,
                ListRequests.self, ShowRequest.self, RequestCSV.self, RequestLines.self,
            ]
        ).run()
    }
}
