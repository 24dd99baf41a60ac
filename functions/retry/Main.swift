import FunctionRuntime

@main
enum Main {
    static func main() {
        Function(
            "retry",
            "Sends again what failed, when a person asks for it.",
            endpoints: [
                RetryAll.self, RetryOne.self, ListRetryJobs.self, ShowRetryJob.self,
                CancelRetryJob.self,
            ]
        ).run()
    }
}
