import FunctionRuntime
import Messaging
import Store
import Web

/// What waits for a person, newest first.
struct ListParked: DatabaseEndpoint {
    private static let reason = Choosing.reason.optional
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

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (reason, limit) = try Input(query: request.query).read(Self.reason, Self.limit)
        let (counts, records) = try database.forTenant(tenant) { connection in
            (
                try Parked.counts(of: tenant, on: &connection),
                try Parked.list(
                    of: tenant,
                    for: reason.flatMap { HoldReason(rawValue: $0) },
                    limit: limit,
                    on: &connection
                )
            )
        }
        return .json([
            "total": .int(counts.reduce(0) { $0 + $1.count }),
            "reasons": .object(JSON.Object(counts.map { .init($0.reason, .int($0.count)) })),
            "messages": .array(records.map(\.json)),
        ])
    }
}

extension Parked.Record {
    static let schema = Schema.object([
        "id": .string, "transactionId": .string, "recipient": .string,
        "customerName": .string.orNull, "dealershipName": .string.orNull, "reason": .string,
        "receivedAt": .timestamp, "transactionCompletedAt": Schema.timestamp.orNull,
    ])

    var json: JSON {
        [
            "id": .string(messageID), "transactionId": .string(transactionID),
            "recipient": .string(recipient), "customerName": .optional(customerName),
            "dealershipName": .optional(dealershipName), "reason": .string(reason),
            "receivedAt": .string(receivedAt), "transactionCompletedAt": .optional(completedAt),
        ]
    }
}
