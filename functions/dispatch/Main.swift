import Accounts
import FunctionRuntime
import Providers

@main
enum Main {
    static func main() {
        Worker(
            "dispatch",
            "Sends what is due.",
            settings: TwilioAccount.settings + [
                Setting<String>.publicURL, Setting<Int>.reportOverdueSeconds,
                Setting<Int>.concurrency,
            ]
        ) { platform in
            let provider = Twilio(try TwilioAccount(platform.settings))
            let callback = "\(try platform.settings.value(.publicURL))/webhook/status"
            let postOffice = PostOffice(
                database: try platform.database,
                provider: provider,
                callbackURL: callback,
                reportOverdueSeconds: try platform.settings.value(.reportOverdueSeconds)
            )
            let concurrency = try platform.settings.value(.concurrency)
            return [
                Duty("dispatch", pauseMilliseconds: 200) { stop in
                    let dispatcher = Dispatcher(
                        postOffice: postOffice,
                        concurrency: concurrency,
                        log: platform.log,
                        metrics: platform.metrics
                    )
                    dispatcher.run(until: stop)
                    return .idle
                }
            ]
        }.run()
    }
}

extension Setting<Int> {
    fileprivate static let concurrency = Setting.integer(
        "DISPATCH_CONCURRENCY",
        1...2000,
        or: 128,
        "How many calls to a provider run at once."
    )
}
