import FunctionRuntime
import Store
import Views
import Web

/// What customers said, the newest first.
struct ListFeedback: DatabaseEndpoint {
    private static let stars = Field<[Int]>(
        "stars",
        "One number of stars or several with commas between them.",
        schema: .text(1...20),
        expected: "one or several of 1, 2, 3, 4 and 5 with commas between them"
    ) { json in
        let words = json.text?.split(separator: ",", omittingEmptySubsequences: false) ?? []
        let stars = words.compactMap { Int($0) }.filter { (1...5).contains($0) }
        return stars.count == words.count && !stars.isEmpty ? stars : nil
    }.optional
    private static let dealership = Field<String>.text(
        "dealership",
        1...200,
        "The dealership's name."
    ).optional
    private static let from = Field<String>.timestamp("from", "Rated at or after this moment.")
        .optional
    private static let to = Field<String>.timestamp("to", "Rated before this moment.").optional
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
        "/api/feedback",
        "List how customers rated their visits.",
        access: .scope(.messagesRead),
        query: [stars, dealership, from, to, limit, cursor],
        answers: [
            .init(
                .ok,
                "A page.",
                .object([
                    "feedback": .array(of: Feedback.Record.schema), "nextCursor": .string.orNull,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (stars, dealership, from, to, limit, cursor) = try Input(query: request.query)
            .read(Self.stars, Self.dealership, Self.from, Self.to, Self.limit, Self.cursor)
        var filter = Feedback.Filter()
        filter.stars = stars ?? []
        filter.dealership = dealership
        filter.from = from
        filter.to = to
        let tenant = request.caller.tenant
        let page = try database.forTenant(tenant) { connection in
            try Feedback.page(of: tenant, filter, from: cursor, limit: limit, on: &connection)
        }
        return .json([
            "feedback": .array(page.records.map(\.json)), "nextCursor": .optional(page.next?.text),
        ])
    }
}

extension Feedback.Record {
    fileprivate static let schema = Schema.object([
        "messageId": .string, "transactionId": .string, "customerPhone": .string,
        "customerName": .string.orNull, "dealershipName": .string.orNull,
        "salesRepName": .string.orNull, "stars": .integer(1...5), "comment": .string,
        "ratedAt": .timestamp, "changedAt": Schema.timestamp.orNull,
    ])

    fileprivate var json: JSON {
        [
            "messageId": .string(messageID), "transactionId": .string(transactionID),
            "customerPhone": .string(phone), "customerName": .optional(customerName),
            "dealershipName": .optional(dealershipName), "salesRepName": .optional(salesRepName),
            "stars": .int(rating.stars), "comment": .string(rating.comment),
            "ratedAt": .string(rating.ratedAt), "changedAt": .optional(rating.changedAt),
        ]
    }
}
