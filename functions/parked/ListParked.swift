import FunctionRuntime
import Messaging
import Store
import Views
import Web

/// What waits for a person, newest first.
struct ListParked: Endpoint {
    private static let reason = HoldReason.field.optional
    private static let limit = Field<Int>.integer("limit", 1...500, "Messages in the answer.")
        .defaulting(to: 100)

    static let route = Route(
        .get,
        "/api/parked",
        "List the messages that wait for a person.",
        access: .scope(.messagesRead),
        query: [reason, limit],
        answers: [
            .init(
                .ok,
                "The messages.",
                .object([
                    "total": .integer, "reasons": .anyObject,
                    "messages": .array(of: Parked.Record.schema),
                ])
            )
        ]
    )

    private let database: Database
    private let links: MessageLinks

    init(_ platform: Platform) throws {
        database = try platform.database
        links = MessageLinks(samplesFor: try platform.settings.value(.publicURL))
    }

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (reason, limit) = try Input(query: request.query).read(Self.reason, Self.limit)
        let (counts, records, texts) = try database.forTenant(tenant) { connection in
            let records = try Parked.list(
                of: tenant,
                for: reason.flatMap { HoldReason(rawValue: $0) },
                limit: limit,
                on: &connection
            )
            return (
                try Parked.counts(of: tenant, on: &connection), records,
                try Parked.texts(of: records.map(\.messageID), links: links, on: &connection)
            )
        }
        return .json([
            "total": .int(counts.reduce(0) { $0 + $1.count }),
            "reasons": .object(JSON.Object(counts.map { .init($0.reason, .int($0.count)) })),
            "messages": .array(records.map { $0.json(texts[$0.messageID]) }),
        ])
    }
}

extension Parked.Record {
    static let schema = Schema.object([
        "id": .string, "transactionId": .string, "recipient": .string,
        "customerName": .string.orNull, "dealershipName": .string.orNull, "reason": .string,
        "receivedAt": .timestamp,
        "heldAt": Schema.timestamp.orNull.about("When it would have gone out, or was held."),
        "transactionCompletedAt": Schema.timestamp.orNull,
        "body": Schema.string.orNull.about("What would be sent now."), "segments": .integer.orNull,
        "encoding": .string.orNull,
    ])

    func json(_ text: PreparedText?) -> JSON {
        [
            "id": .string(messageID), "transactionId": .string(transactionID),
            "recipient": .string(recipient), "customerName": .optional(customerName),
            "dealershipName": .optional(dealershipName), "reason": .string(reason),
            "receivedAt": .string(receivedAt), "heldAt": .optional(heldAt),
            "transactionCompletedAt": .optional(completedAt),
            "body": .optional(text?.body), "segments": .optional(text?.count.segments),
            "encoding": .optional(text?.count.encoding.rawValue),
        ]
    }
}
