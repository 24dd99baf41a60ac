import FunctionRuntime
import Store
import Views
import Web

/// The list, newest first, page by page.
struct ListSuppressions: DatabaseEndpoint {
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
        query: SuppressionFilter.fields + [limit, cursor],
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
        var (filter, (limit, cursor)) = try Problem.gathering(
            { () throws(Problem) in try SuppressionFilter(request.query) },
            { () throws(Problem) in
                try Input(query: request.query).read(Self.limit, Self.cursor)
            }
        )
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
