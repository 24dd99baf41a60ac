import FunctionRuntime
import Messaging
import Store
import Web

/// Looks at what businesses want to be told of, and raises and ends their alerts.
///
/// Whom to tell is written down with each change, for notify to send.
struct Judge: Sendable {
    let database: Database
    let log: Log

    func judge() throws -> Duty.Outcome {
        let turned = try database.inTransaction { connection in
            try AlertRules.judge(on: &connection)
        }
        for found in turned {
            log.write(
                found.finding == .trouble ? .warning : .info,
                "alertTurned",
                [
                    "kind": .string(found.news.kind.rawValue), "rule": .int(found.rule),
                    "tenant": .optional(found.news.tenant?.rawValue),
                    "stands": .bool(found.finding == .trouble),
                ]
            )
        }
        return .idle
    }
}
