import FunctionRuntime
import Store
import Views
import Web

/// Everybody who has written, those who wrote last first.
struct ListConversations: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...200, "Conversations on a page.")
        .defaulting(to: 25)
    private static let cursor = Field<ConversationCursor>(
        "cursor",
        "nextCursor or previousCursor of another page.",
        schema: .text(1...100),
        expected: "nextCursor or previousCursor of another page"
    ) { json in json.text.flatMap(ConversationCursor.init) }.optional

    static let route = Route(
        .get,
        "/api/conversations",
        "List the conversations with customers, by what they wrote last.",
        access: .scope(.messagesRead),
        query: Conversations.Filter.fields + [limit, cursor],
        answers: [
            .init(
                .ok,
                "A page.",
                .object([
                    "conversations": .array(of: Conversations.Summary.schema),
                    "nextCursor": .string.orNull, "previousCursor": .string.orNull,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (filter, (limit, cursor)) = try Problem.gathering(
            { () throws(Problem) in try Conversations.Filter(request.query) },
            { () throws(Problem) in
                try Input(query: request.query).read(Self.limit, Self.cursor)
            }
        )
        let tenant = request.caller.tenant
        let page = try database.forTenant(tenant) { connection in
            try Conversations.page(
                of: tenant,
                filter,
                from: cursor,
                limit: limit,
                on: &connection
            )
        }
        return .json([
            "conversations": .array(page.conversations.map(\.json)),
            "nextCursor": .optional(page.next?.text),
            "previousCursor": .optional(page.previous?.text),
        ])
    }
}
