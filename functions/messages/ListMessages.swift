import FunctionRuntime
import Store
import Views
import Web

/// The log page by page, in any order, narrowed by any filter.
struct ListMessages: DatabaseEndpoint {
    private static let sort = Field<String>.oneOf(
        "sort",
        MessageOrder.Column.allCases.map(\.rawValue),
        "What the list is sorted by."
    ).defaulting(to: "received")
    private static let direction = Field<String>.oneOf(
        "direction",
        ["up", "down"],
        "up from the first value, or down from the last; without it received goes down, all else up."
    ).optional
    private static let limit = Field<Int>.integer("limit", 1...200, "Messages on a page.")
        .defaulting(to: 25)
    private static let cursor = Field<MessageCursor>(
        "cursor",
        "nextCursor or previousCursor of another page in the same order.",
        schema: .text(1...700),
        expected: "nextCursor or previousCursor of another page in the same order"
    ) { json in json.text.flatMap(MessageCursor.init) }.optional

    static let route = Route(
        .get,
        "/api/messages",
        "List messages, newest first or as they are sorted.",
        access: .scope(.messagesRead, reach: .dealerships),
        query: MessageFilter.fields + [sort, direction, limit, cursor],
        answers: [
            .init(
                .ok,
                "A page.",
                .object([
                    "messages": .array(of: MessageRecord.schema), "nextCursor": .string.orNull,
                    "previousCursor": .string.orNull,
                    "total": Schema.integer.orNull.about(
                        "How many there are; null where counting them would take reading them."
                    ),
                    "partial": Schema.boolean.about(
                        "The page ended early, and nextCursor goes on looking where it ended."
                    ),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (filter, (sort, direction, limit, cursor)) = try Problem.gathering(
            { () throws(Problem) in try MessageFilter(request.query) },
            { () throws(Problem) in
                try Input(query: request.query)
                    .read(Self.sort, Self.direction, Self.limit, Self.cursor)
            }
        )
        let column = MessageOrder.Column(rawValue: sort) ?? .received
        let order = MessageOrder(
            column,
            isDescending: direction.map { $0 == "down" } ?? (column == .received)
        )
        guard cursor == nil || cursor?.column == column else {
            throw Problem.invalid([
                .init(
                    "cursor",
                    expected: Self.cursor.expected,
                    "This cursor is of a list in another order."
                )
            ])
        }
        let page = try database.forTenant(tenant) { connection in
            var page = try MessageLog.page(
                of: tenant,
                filter,
                in: order,
                from: cursor,
                limit: limit,
                on: &connection
            )
            if page.total == nil {
                page.total = try filter.countedTotal(of: tenant, on: &connection)
            }
            return page
        }
        return .json([
            "messages": .array(page.messages.map(\.json)),
            "nextCursor": .optional(page.next?.text),
            "previousCursor": .optional(page.previous?.text), "total": .optional(page.total),
            "partial": .bool(page.isPartial),
        ])
    }
}
