import Accounts
import FunctionRuntime
import Providers
import Secrets
import Store

@main
enum Main {
    static func main() {
        Worker(
            "maintain",
            "Folds figures, tells watchers what changed, and settles what the provider left open.",
            settings: TwilioAccount.settings + Vault.settings + [
                Setting<String?>.eventsSocket, Setting<String?>.archivesDirectory,
                Setting<Int>.reportOverdueSeconds,
                Setting<Int>.settleSeconds, Setting<String>.publicURL,
                Setting<String?>.trustedCertificates,
            ],
            connections: [.internet]
        ) { platform in
            let database = try platform.database
            let home = Twilio(try TwilioAccount(platform.settings))
            let publisher = try platform.settings.value(.eventsSocket).map(Publisher.init)
            let folder = Folder(database: database, publisher: publisher)
            let inboundNews = publisher.map { InboundNews(database: database, publisher: $0) }
            let inspector = Inspector(
                database: database,
                providers: ProviderDirectory(
                    home: home,
                    vault: platform.vault,
                    database: database
                ),
                settleSeconds: try platform.settings.value(.settleSeconds),
                reportOverdueSeconds: try platform.settings.value(.reportOverdueSeconds),
                log: platform.log
            )
            let retainer = try Retainer(platform)
            let remover = try Remover(platform)
            let watchdog = try Watchdog(platform, home: home.name)
            return [
                Duty("fold", pauseMilliseconds: 250) { _ in try folder.fold() },
                Duty("hear", pauseMilliseconds: 1_000) { _ in try inboundNews?.tell() ?? .idle },
                Duty("engage", pauseMilliseconds: 1_000) { _ in
                    try database.forAll { connection in
                        let counts = [
                            try Engaging.fold(limit: 5000, on: &connection),
                            try Ratings.fold(limit: 5000, on: &connection),
                        ]
                        return counts.contains(5000) ? .more : .idle
                    }
                },
                Duty("inspect", pauseMilliseconds: 500) { stop in try inspector.inspect(until: stop)
                },
                Duty("settle", pauseMilliseconds: 2_000) { _ in
                    try Bookkeeper(database: database).keep()
                },
                Duty("retry", pauseMilliseconds: 1_000) { _ in
                    try database.inTransaction { connection in
                        try RetryWork.step(limit: 200, on: &connection) ? .more : .idle
                    }
                },
                Duty("judge", pauseMilliseconds: 5_000) { _ in
                    try Judge(database: database, log: platform.log).judge()
                },
                Duty("index", pauseMilliseconds: 250) { _ in
                    let progress = try database.inTransaction { connection in
                        try SearchIndexing.step(limit: 200, on: &connection)
                    }
                    return progress.count == 200 && !progress.isBusy ? .more : .idle
                },
                Duty("retain", pauseMilliseconds: 1_000) { _ in try retainer.step() },
                Duty("restore", pauseMilliseconds: 1_000) { stop in
                    try retainer.restore(until: stop)
                },
                Duty("remove", pauseMilliseconds: 500) { _ in try remover.step() },
                Duty("watch", pauseMilliseconds: 20_000) { _ in try watchdog.watch() },
                Duty("sweep", pauseMilliseconds: 60_000) { _ in
                    try database.forAll { connection in
                        try Sessions.sweep(on: &connection)
                        try LoginFailures.sweep(on: &connection)
                        try PasswordResets.sweep(on: &connection)
                        try Letters.sweep(on: &connection)
                        try IdempotentAnswers.sweep(on: &connection)
                    }
                    return .idle
                },
            ]
        }.run()
    }
}
