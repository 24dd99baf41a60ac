import FunctionRuntime
import Store
import Web

/// What is due and how it ended, in the database.
struct Ledger: Sendable {
    let database: Database
    let log: Log

    /// Longer than the longest attempt: a mail server may think for half a minute.
    private static let leaseSeconds = 120

    func claim(_ kinds: [AlertTarget.Kind], limit: Int) throws -> [AlertDeliveries.Due] {
        try database.inTransaction { connection in
            try AlertDeliveries.claim(
                kinds,
                limit: limit,
                leaseSeconds: Self.leaseSeconds,
                on: &connection
            )
        }
    }

    /// When this fails, the lease ends by itself and the same thing is told again.
    func record(_ outcome: AlertDeliveries.Outcome) throws {
        if let problem = outcome.problem {
            log.write(
                .warning,
                "deliveryFailed",
                [
                    "delivery": .string(outcome.due.id), "attempt": .int(outcome.due.attempt),
                    "status": .optional(outcome.status), "problem": .string(problem),
                    "isLast": .bool(outcome.retrySeconds == nil),
                ]
            )
        }
        let disabled = try database.inTransaction { connection in
            try AlertDeliveries.record(outcome, on: &connection)
        }
        if let disabled {
            log.write(.warning, "targetDisabled", ["target": .string(disabled.targetID)])
        }
    }
}
