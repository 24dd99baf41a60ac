import FunctionRuntime
import Store
import Web

/// Everybody who has written, those who wrote last first.
struct ListConversations: DatabaseEndpoint {
    private static let needsReview = Field<String>.oneOf(
        "needsReview",
        ["true", "false"],
        "true: only where messages are held back until a person has read what came."
    ).defaulting(to: "false")
    private static let unhandled = Field<String>.oneOf(
        "unhandled",
        ["true", "false"],
        "true: only where something came that nobody has handled."
    ).defaulting(to: "false")
    private static let search = Field<String>.text(
        "search",
        1...100,
        "A part of the number or of the customer's name."
    ).optional
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
        query: [needsReview, unhandled, search, limit, cursor],
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
        let (needsReview, unhandled, search, limit, cursor) = try Input(query: request.query)
            .read(Self.needsReview, Self.unhandled, Self.search, Self.limit, Self.cursor)
        var filter = Conversations.Filter()
        filter.needsReview = needsReview == "true"
        filter.isUnhandled = unhandled == "true"
        filter.search = search
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
