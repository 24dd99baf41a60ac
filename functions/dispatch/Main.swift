import Accounts
import Crypto
import FunctionRuntime
import Messaging
import PhoneNumbers
import Providers
import Secrets
import Store

@main
enum Main {
    static func main() {
        Worker(
            "dispatch",
            "Sends what is due.",
            settings: TwilioAccount.settings + Vault.settings + [
                Setting<String>.publicURL, Setting<Int>.reportOverdueSeconds,
                Setting<Int>.concurrency, Setting<Int>.lease, Setting<Bool>.quietHours,
            ],
            connections: [.internet]
        ) { platform in
            let home = Twilio(try TwilioAccount(platform.settings))
            let key = try platform.settings.value(.secretsKey)
            let origin = try platform.settings.value(.publicURL)
            let callback = "\(origin)/webhook/status"
            let outbox = Outbox(
                database: try platform.database,
                estimates: Estimates { number in PhoneNumberParser.region(of: number) },
                callbackURL: callback,
                reportOverdueSeconds: try platform.settings.value(.reportOverdueSeconds),
                leaseSeconds: try platform.settings.value(.lease),
                quietHours: try platform.settings.value(.quietHours),
                links: key.map { key in
                    MessageLinks(origin: origin) { text in key.mark(text, for: "links") }
                },
                marks: platform.vault
            )
            let concurrency = try platform.settings.value(.concurrency)
            return [
                Duty("dispatch", pauseMilliseconds: 200) { stop in
                    let dispatcher = Dispatcher(
                        outbox: outbox,
                        routes: RouteTable(
                            home: home,
                            vault: platform.vault,
                            callsAtOnceMax: concurrency
                        ),
                        concurrency: concurrency,
                        log: platform.log,
                        metrics: platform.metrics
                    )
                    dispatcher.run(until: stop)
                    return .idle
                },
                Duty("sweep", pauseMilliseconds: 600_000) { _ in
                    try platform.database.forAll { connection in
                        try ProviderRoutes.sweep(on: &connection)
                    }
                    return .idle
                },
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

    /// At least so long that the provider's ten seconds to answer fit in after the last moment to
    /// send, which is a third of it.
    fileprivate static let lease = Setting.integer(
        "LEASE_SECONDS",
        15...3600,
        or: 90,
        "How long an attempt may be under way before the provider is asked what became of it."
    )
}

extension Setting<Bool> {
    fileprivate static let quietHours = Setting(
        "QUIET_HOURS",
        "on: messages wait for the recipient's day, where a business does not say otherwise.",
        expected: "on or off",
        fallback: true
    ) { ["on": true, "off": false][$0] }
}
