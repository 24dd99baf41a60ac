import FunctionRuntime
import Messaging
import Store
import Views
import Web

/// The log, newest first, page by page.
struct ListMessages: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...200, "Messages on a page.")
        .defaulting(to: 25)
    private static let cursor = Field<MessageCursor>(
        "cursor",
        "nextCursor or previousCursor of another page.",
        schema: .text(1...100),
        expected: "nextCursor or previousCursor of another page"
    ) { json in json.text.flatMap(MessageCursor.init) }.optional

    static let route = Route(
        .get,
        "/api/messages",
        "List messages, newest first.",
        access: .scope(.messagesRead),
        query: MessageFilter.fields + [limit, cursor],
        answers: [
            .init(
                .ok,
                "A page.",
                .object([
                    "messages": .array(of: MessageRecord.schema), "nextCursor": .string.orNull,
                    "previousCursor": .string.orNull,
                    "total": Schema.integer.orNull.about("How many there are; null with a filter."),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (filter, (limit, cursor)) = try Problem.gathering(
            { () throws(Problem) in try MessageFilter(request.query) },
            { () throws(Problem) in
                try Input(query: request.query).read(Self.limit, Self.cursor)
            }
        )
        let (page, total) = try database.forTenant(tenant) { connection in
            (
                try MessageLog.page(
                    of: tenant,
                    filter,
                    from: cursor,
                    limit: limit,
                    on: &connection
                ),
                filter.isEmpty ? try Figures.total(of: tenant, on: &connection).total : nil
            )
        }
        return .json([
            "messages": .array(page.messages.map(\.json)),
            "nextCursor": .optional(page.next?.text),
            "previousCursor": .optional(page.previous?.text), "total": .optional(total),
        ])
    }
}
