import FunctionRuntime
import JSONParser
import Store
import Views
import Web

/// Who changed what, newest first, page by page.
struct ListAudit: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...500, "Entries on a page.")
        .defaulting(to: 100)
    private static let cursor = Field<Int>.integer(
        "cursor",
        1...Int.max,
        "nextCursor of another page."
    ).optional

    static let route = Route(
        .get,
        "/api/audit",
        "List who changed what, newest first.",
        access: .scope(.auditRead),
        query: AuditLog.Filter.fields + [limit, cursor],
        answers: [
            .init(
                .ok,
                "A page.",
                .object([
                    "audit": .array(of: AuditLog.Entry.schema), "nextCursor": .integer.orNull,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        var (filter, (limit, cursor)) = try Problem.gathering(
            { () throws(Problem) in try AuditLog.Filter(request.query) },
            { () throws(Problem) in
                try Input(query: request.query).read(Self.limit, Self.cursor)
            }
        )
        filter.before = cursor
        let tenant = request.caller.tenant
        var found = try database.forTenant(tenant) { connection in
            // One more than asked tells whether there is another page.
            try AuditLog.list(of: tenant, filter, limit: limit + 1, on: &connection)
        }
        let hasMore = found.count > limit
        if hasMore { found.removeLast() }
        return .json([
            "audit": .array(found.map(\.json)),
            "nextCursor": .optional(hasMore ? found.last?.number : nil),
        ])
    }
}

/// What the log can be narrowed to.
struct ListAuditChoices: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/audit/choices",
        "List who and what the log can be narrowed to.",
        access: .scope(.auditRead),
        answers: [
            .init(
                .ok,
                "Everybody and everything that stands in it.",
                .object(["actors": .array(of: .string), "kinds": .array(of: .string)])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let choices = try database.forTenant(tenant) { connection in
            try AuditLog.choices(of: tenant, on: &connection)
        }
        return .json([
            "actors": .array(choices.actors.map(JSON.string)),
            "kinds": .array(choices.kinds.map(JSON.string)),
        ])
    }
}

extension AuditLog.Entry {
    static let schema = Schema.object([
        "number": .integer.about("Counted from 1, without a gap."),
        "at": .timestamp,
        "actor": .string.about("A person's address or a key's name; empty for the system."),
        "address": .string.about("Of the network; empty where nobody asked over one."),
        "action": .string.about("The kind of thing, and what was done to it: text.changed."),
        "object": .string.about("Which one, by its name."),
        "before": .anyObject.orNull.about("What differs, as it was."),
        "after": .anyObject.orNull.about("What differs, as it became."),
        "hash": .string.about("Of this entry and the one before."),
    ])

    fileprivate var json: JSON {
        [
            "number": .int(number), "at": .string(at), "actor": .string(actor),
            "address": .string(address), "action": .string(action), "object": .string(object),
            "before": Self.parsed(before), "after": Self.parsed(after), "hash": .string(hash),
        ]
    }

    private static func parsed(_ text: String?) -> JSON {
        text.flatMap { try? JSON(parsing: Array($0.utf8)) } ?? .null
    }
}
