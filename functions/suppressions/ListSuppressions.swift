import FunctionRuntime
import Messaging
import Store
import Web

/// The list, newest first, page by page.
struct ListSuppressions: DatabaseEndpoint {
    private static let number = Field<String>.text("number", 1...20, "Only this number, in E.164.")
        .optional
    private static let reason = Field<String>.oneOf(
        "reason",
        SuppressionReason.allCases.map(\.rawValue),
        "Only numbers suppressed for this reason."
    ).optional
    private static let history = Field<String>.oneOf(
        "history",
        ["true", "false"],
        "true: released entries too."
    ).defaulting(to: "false")
    private static let limit = Field<Int>.integer("limit", 1...500, "Entries on a page.")
        .defaulting(to: 100)
    private static let cursor = Field<Int>.integer(
        "cursor",
        1...Int(Int32.max),
        "nextCursor of another page."
    ).optional

    static let route = Route(
        .get,
        "/api/suppressions",
        "List the numbers that are not written to, newest first.",
        access: .scope(.messagesRead),
        query: [number, reason, history, limit, cursor],
        answers: [
            .init(
                .ok,
                "A page.",
                .object([
                    "suppressions": .array(of: SuppressionRecord.schema),
                    "nextCursor": .integer.orNull,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (number, reason, history, limit, cursor) = try Input(query: request.query)
            .read(Self.number, Self.reason, Self.history, Self.limit, Self.cursor)
        var filter = SuppressionFilter()
        filter.number = number
        filter.reason = reason.flatMap { SuppressionReason(rawValue: $0) }
        filter.withHistory = history == "true"
        filter.before = cursor
        let tenant = request.caller.tenant
        var found = try database.forTenant(tenant) { connection in
            // One more than asked tells whether there is another page.
            try Suppressions.list(of: tenant, filter, limit: limit + 1, on: &connection)
        }
        let hasMore = found.count > limit
        if hasMore { found.removeLast() }
        return .json([
            "suppressions": .array(found.map(\.json)),
            "nextCursor": .optional(hasMore ? found.last?.id : nil),
        ])
    }
}
