import Accounts
import Alerting
import FunctionRuntime
import Mail
import Secrets
import Store
import Web

@main
enum Main {
    static func main() {
        Worker(
            "notify",
            "Tells people and programs of alerts, and sends letters: again and again if need be.",
            settings: Mailer.settings + Vault.settings + [
                Setting<String>.publicURL, Setting<Bool>.targetsInside,
            ],
            connections: [.internet]
        ) { platform in
            let database = try platform.database
            let origin = PublicOrigin(try platform.settings.value(.publicURL))
            let ledger = Ledger(database: database, log: platform.log)
            let mailer = try Mailer(platform.settings)
            let postman = Postman(ledger: ledger, mailer: mailer, origin: origin)
            let letters = LetterPost(database: database, mailer: mailer, log: platform.log)
            let toInside = try platform.settings.value(.targetsInside)
            return [
                Duty("mail", pauseMilliseconds: 1_000) { _ in try postman.deliver() },
                Duty("letters", pauseMilliseconds: 1_000) { _ in try letters.deliverOne() },
                Duty("post", pauseMilliseconds: 1_000) { stop in
                    var courier = Courier(
                        ledger: ledger,
                        writer: RequestWriter(
                            origin: origin,
                            vault: platform.vault,
                            database: database,
                            toInside: toInside
                        )
                    )
                    try courier.run(until: stop)
                    return .idle
                },
                Duty("sweep", pauseMilliseconds: 600_000) { _ in
                    try database.forAll { connection in
                        try AlertDeliveries.sweep(on: &connection)
                    }
                    return .idle
                },
            ]
        }.run()
    }
}
