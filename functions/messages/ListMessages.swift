import FunctionRuntime
import Messaging
import Store
import Views
import Web

/// The log, newest first, page by page.
struct ListMessages: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...200, "Messages on a page.")
        .defaulting(to: 25)
    private static let cursor = Field<String>.text(
        "cursor",
        1...100,
        "nextCursor or previousCursor of another page."
    ).optional

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
        let filter = try MessageFilter(request.query)
        let (limit, text) = try Input(query: request.query).read(Self.limit, Self.cursor)
        let cursor = try text.map(Self.read)
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

    private static func read(_ text: String) throws(Problem) -> MessageCursor {
        guard let cursor = MessageCursor(text) else {
            throw .invalid([
                FieldProblem(
                    "cursor",
                    expected: "a cursor of another page",
                    "cursor must be nextCursor or previousCursor of another page."
                )
            ])
        }
        return cursor
    }
}
