import FunctionRuntime
import Mail

@main
enum Main {
    static func main() {
        Function(
            "report",
            "Tells what happened in a week or a month, as figures and as a PDF, and mails it.",
            threads: 4,
            settings: Mailer.settings + [Setting<String>.publicURL],
            endpoints: [
                ShowReport.self, DownloadReport.self, ListSchedules.self, CreateSchedule.self,
                ChangeSchedule.self, DeleteSchedule.self, SendNow.self,
            ],
            duties: { platform in
                let postman = try Postman(platform)
                return [
                    Duty("mail", pauseMilliseconds: 2_000) { _ in try postman.deliverOne() }
                ]
            }
        ).run()
    }
}
