import FunctionRuntime
import Store
import Views
import Web

/// What customers said, the newest first.
struct ListRatings: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...200, "Ratings on a page.")
        .defaulting(to: 25)
    private static let cursor = Field<MessageCursor>(
        "cursor",
        "nextCursor of another page.",
        schema: .text(1...100),
        expected: "nextCursor of another page"
    ) { json in json.text.flatMap(MessageCursor.init) }.optional

    static let route = Route(
        .get,
        "/api/ratings",
        "List how customers rated their visits.",
        access: .scope(.messagesRead, reach: .dealerships),
        query: Ratings.Filter.fields + [limit, cursor],
        answers: [
            .init(
                .ok,
                "A page.",
                .object([
                    "ratings": .array(of: Ratings.Record.schema), "nextCursor": .string.orNull,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (filter, (limit, cursor)) = try Problem.gathering(
            { () throws(Problem) in try Ratings.Filter(request.query) },
            { () throws(Problem) in
                try Input(query: request.query).read(Self.limit, Self.cursor)
            }
        )
        let tenant = request.caller.tenant
        let page = try database.forTenant(tenant) { connection in
            try Ratings.page(of: tenant, filter, from: cursor, limit: limit, on: &connection)
        }
        return .json([
            "ratings": .array(page.records.map(\.json)), "nextCursor": .optional(page.next?.text),
        ])
    }
}

extension Ratings.Record {
    fileprivate static let schema = Schema.object([
        "messageId": .string, "transactionId": .string, "customerPhone": .string,
        "customerName": .string.orNull, "dealershipName": .string.orNull,
        "salesRepName": .string.orNull, "stars": .integer(1...5), "comment": .string,
        "ratedAt": .timestamp, "changedAt": Schema.timestamp.orNull, "reviewClicks": .integer,
        "contentRemovedAt": Schema.timestamp.orNull
            .about("When its words were removed; null while they are kept."),
    ])

    fileprivate var json: JSON {
        [
            "messageId": .string(messageID), "transactionId": .string(transactionID),
            "customerPhone": .string(phone), "customerName": .optional(customerName),
            "dealershipName": .optional(dealershipName), "salesRepName": .optional(salesRepName),
            "stars": .int(rating.stars), "comment": .string(rating.comment),
            "ratedAt": .string(rating.ratedAt), "changedAt": .optional(rating.changedAt),
            "reviewClicks": .int(reviewClicks),
            "contentRemovedAt": .optional(rating.contentRemovedAt),
        ]
    }
}
