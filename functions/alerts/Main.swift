import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "alerts",
            "Shows what a person must look at; rules of when, and whom to tell.",
            threads: 4,
            settings: CreateTarget.settings,
            endpoints: [
                ListAlerts.self, Acknowledge.self, ListRules.self, CreateRule.self,
                ChangeRule.self, DeleteRule.self, ListTargets.self, CreateTarget.self,
                ChangeTarget.self, DeleteTarget.self, TestTarget.self, ListDeliveries.self,
                Replay.self,
            ]
        ).run()
    }
}
