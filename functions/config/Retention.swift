import FunctionRuntime
import Store
import Web

/// For how long texts, names, replies and requests are kept.
struct ShowRetention: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/retention",
        "Show for how long what was said is kept.",
        access: .scope(.settingsRead),
        answers: [.init(.ok, "A rule for each kind.", Retention.Rule.allSchema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        return try database.forTenant(tenant) { connection in
            .json(Retention.Rule.json(try Retention.all(of: tenant, on: &connection)))
        }
    }
}

/// What would go, before anybody chooses.
struct PreviewRetention: DatabaseEndpoint {
    private static let schema = Schema.object([
        "count": .integer,
        "isMore": Schema.boolean.about("Whether there may be more; no more were looked at."),
        "before": Schema.timestamp.about("What came before this moment would go."),
    ]).orNull

    static let route = Route(
        .get,
        "/api/retention/preview",
        "Count what a choice would remove of what is kept now.",
        access: .scope(.settingsRead),
        query: RetentionFields.all,
        answers: [
            .init(
                .ok,
                "A count for each kind that was asked about with days; null for the others.",
                .object(["messages": schema, "replies": schema, "requests": schema])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let choices = try RetentionFields.choices(from: Input(query: request.query))
        return try database.forTenant(tenant) { connection in
            let members = try Retention.Kind.allCases.map { kind in
                guard let days = choices[kind]?.days else {
                    return JSON.Object.Member(kind.rawValue, .null)
                }
                let found = try Retention.preview(kind, days: days, of: tenant, on: &connection)
                return .init(
                    kind.rawValue,
                    [
                        "count": .int(found.count), "isMore": .bool(found.isMore),
                        "before": .string(found.before),
                    ]
                )
            }
            return .json(.object(JSON.Object(members)))
        }
    }
}

/// Chooses for the kinds that a request names and leaves the others as they are.
struct ChangeRetention: DatabaseEndpoint {
    static let route = Route(
        .put,
        "/api/retention",
        "Choose for how long what was said is kept. What is older goes from the coming night on.",
        access: .scope(.settingsWrite),
        request: .fields(RetentionFields.all),
        answers: [
            .init(
                .ok,
                "Chosen.",
                .object([
                    "success": .boolean, "message": .string,
                    "retention": Retention.Rule.allSchema, "changed": .array(of: .string),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let choices = try RetentionFields.choices(from: try request.input())
        return try database.inTransaction(forTenant: caller.tenant) { connection in
            let before = try Retention.all(of: caller.tenant, on: &connection)
            let changed = before.filter { rule in
                choices[rule.kind].map { $0.days != rule.days } ?? false
            }
            for rule in changed {
                try Retention.choose(
                    choices[rule.kind]?.days,
                    for: rule.kind,
                    by: caller,
                    on: &connection
                )
            }
            let after = try Retention.all(of: caller.tenant, on: &connection)
            return .json([
                "success": true, "message": "The choice is saved.",
                "retention": Retention.Rule.json(after),
                "changed": .array(changed.map { .string($0.kind.rawValue) }),
            ])
        }
    }
}
