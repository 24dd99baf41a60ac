import FunctionRuntime
import Store
import Web

/// What stands and what ended lately, of the caller's and of everybody's accounts.
struct ListAlerts: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/alerts",
        "List the alerts.",
        access: .scope(.settingsRead),
        answers: [
            .init(
                .ok,
                "Those that stand, then those that ended within a week, the newest first.",
                .object([
                    "alerts": .array(
                        of: .object([
                            "kind": .oneOf(Alerts.Kind.allCases.map(\.rawValue)),
                            "subject": .string, "detail": .string, "raisedAt": .timestamp,
                            "clearedAt": .timestamp.orNull,
                        ])
                    )
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let lines = try database.forTenant(request.caller.tenant) { connection in
            try Alerts.recent(on: &connection)
        }
        let alerts = lines.map { line -> JSON in
            [
                "kind": .string(line.kind), "subject": .string(line.subject),
                "detail": .string(line.detail), "raisedAt": .string(line.raisedAt),
                "clearedAt": .optional(line.clearedAt),
            ]
        }
        return .json(["alerts": .array(alerts)])
    }
}
