import FunctionRuntime
import Store
import Web

/// What was said in both directions, in one order of time.
struct ShowConversation: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...500, "Lines on a page.")
        .defaulting(to: 100)
    private static let cursor = Field<LineCursor>(
        "cursor",
        "nextCursor of a later page.",
        schema: .text(1...100),
        expected: "nextCursor of another page"
    ) { json in json.text.flatMap(LineCursor.init) }.optional

    static let route = Route(
        .get,
        "/api/conversations/{number}",
        "Show the conversation with a number.",
        access: .scope(.messagesRead),
        query: [limit, cursor],
        answers: [
            .init(
                .ok,
                "Its newest lines, oldest first; nextCursor leads to those before them.",
                .object([
                    "customer": Conversations.Customer.schema,
                    "lines": .array(of: Conversations.Line.schema),
                    "nextCursor": .string.orNull,
                ])
            ),
            .init(.notFound, "Nothing was ever said to or by this number."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (limit, cursor) = try Input(query: request.query).read(Self.limit, Self.cursor)
        let number = try request.number()
        let tenant = request.caller.tenant
        return try database.forTenant(tenant) { connection in
            guard let customer = try Conversations.customer(number, of: tenant, on: &connection)
            else { throw Problem.noConversation }
            let (lines, older) = try Conversations.lines(
                with: number,
                of: tenant,
                before: cursor,
                limit: limit,
                on: &connection
            )
            return .json([
                "customer": customer.json, "lines": .array(lines.map(\.json)),
                "nextCursor": .optional(older?.text),
            ])
        }
    }
}
