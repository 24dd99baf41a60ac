import Alerting
import FunctionRuntime
import Store
import Web

/// What the business wants to be told of.
struct ListRules: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/alert-rules",
        "List the rules of alerts.",
        access: .scope(.settingsRead),
        answers: [.init(.ok, "The rules.", .object(["rules": .array(of: AlertRule.schema)]))]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let rules = try database.forTenant(request.caller.tenant) { connection in
            try AlertRules.all(on: &connection)
        }
        return .json(["rules": .array(rules.map(\.json))])
    }
}

/// Adds a rule of a kind that is measured.
struct CreateRule: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/alert-rules",
        "Add a rule.",
        access: .scope(.settingsWrite),
        request: .fields([RuleFields.kind] + RuleFields.all),
        answers: [.init(.created, "Added.", AlertRule.schema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let input = try request.input()
        let tenant = request.caller.tenant
        guard let kind = Alerts.Kind(rawValue: try input.read(RuleFields.kind)) else {
            throw Problem.notFound("There is no such kind.")
        }
        let rule = try RuleFields.read(input, kind: kind, of: tenant)
        return try database.inTransaction(forTenant: tenant) { connection in
            let id = try AlertRules.add(rule, on: &connection)
            guard let added = try AlertRules.find(id, on: &connection) else {
                throw AlertRule.unknown
            }
            return .json(added.json, .created)
        }
    }
}

/// Changes the figures of a rule, or turns it off; what it raised is over with that.
struct ChangeRule: DatabaseEndpoint {
    static let route = Route(
        .put,
        "/api/alert-rules/{id}",
        "Change a rule.",
        access: .scope(.settingsWrite),
        request: .fields(RuleFields.all),
        answers: [
            .init(.ok, "Changed.", AlertRule.schema), .init(.notFound, "There is no such rule."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let id = request.identifier ?? 0
        let input = try request.input()
        return try database.inTransaction(forTenant: caller.tenant) { connection in
            guard let known = try AlertRules.find(id, on: &connection) else {
                throw AlertRule.unknown
            }
            var rule = try RuleFields.read(input, kind: known.kind, of: caller.tenant)
            rule.id = id
            try AlertRules.change(rule, by: caller.name, on: &connection)
            return .json((try AlertRules.find(id, on: &connection) ?? rule).json)
        }
    }
}

/// Removes a rule of a kind that is measured; the others can be turned off.
struct DeleteRule: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/alert-rules/{id}",
        "Remove a rule.",
        access: .scope(.settingsWrite),
        answers: [
            .init(.noContent, "Removed."), .init(.notFound, "There is no such rule."),
            .init(.conflict, "It can only be turned off."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let id = request.identifier ?? 0
        try database.inTransaction(forTenant: caller.tenant) { connection in
            guard let rule = try AlertRules.find(id, on: &connection) else {
                throw AlertRule.unknown
            }
            guard rule.kind.isMeasured else {
                throw Problem(
                    .conflict,
                    "rule-stays",
                    "There is one rule of this kind; turn it off instead."
                )
            }
            try AlertRules.remove(id, by: caller.name, on: &connection)
        }
        return .noContent
    }
}

extension AlertRule {
    fileprivate static let unknown = Problem.notFound("There is no rule of this number.")

    static let schema = Schema.object([
        "id": .integer, "kind": .oneOf(Alerts.Kind.allCases.map(\.rawValue)), "title": .string,
        "measured": .boolean, "enabled": .boolean, "threshold": Schema.integer.orNull,
        "windowMinutes": Schema.integer.orNull, "least": Schema.integer.orNull,
        "errorCode": Schema.string.orNull, "days": .array(of: .integer),
        "opens": Schema.string.orNull, "closes": Schema.string.orNull,
        "targets": Schema.array(of: .string).orNull.about("Who is told; null for everybody."),
        "hasLostTargets": Schema.boolean.about(
            "Whether none of its targets is left or turned on, so that everybody is told."
        ),
    ])

    var json: JSON {
        [
            "id": .int(id), "kind": .string(kind.rawValue), "title": .string(kind.title),
            "measured": .bool(kind.isMeasured), "enabled": .bool(isEnabled),
            "threshold": .optional(threshold), "windowMinutes": .optional(windowMinutes),
            "least": .optional(least), "errorCode": .optional(errorCode),
            "days": .array(days.map { .int($0) }), "opens": .optional(opens),
            "closes": .optional(closes),
            "targets": targets.map { .array($0.map { .string($0) }) } ?? .null,
            "hasLostTargets": .bool(hasLostTargets),
        ]
    }
}
