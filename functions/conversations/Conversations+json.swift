import Messaging
import Store
import Web

extension Conversations.Customer {
    static let schema = Schema.object([
        "number": .string, "customerName": .string.orNull, "dealershipName": .string.orNull,
        "suppressions": .array(of: .oneOf(SuppressionReason.allCases.map(\.rawValue)))
            .about("Why the number is not written to; empty when it may be."),
        "wrongNumber": .boolean,
    ])

    var members: [JSON.Object.Member] {
        [
            .init("number", .string(number)), .init("customerName", .optional(name)),
            .init("dealershipName", .optional(dealership)),
            .init("suppressions", .array(suppressions.map { .string($0.rawValue) })),
            .init("wrongNumber", .bool(isWrongNumber)),
        ]
    }

    var json: JSON { .object(JSON.Object(members)) }
}

extension Conversations.Summary {
    static let schema = Schema.object([
        "number": .string, "customerName": .string.orNull, "dealershipName": .string.orNull,
        "suppressions": .array(of: .oneOf(SuppressionReason.allCases.map(\.rawValue))),
        "wrongNumber": .boolean,
        "lastMessage": .object([
            "direction": .oneOf(["inbound", "outbound"]), "at": .timestamp, "body": .string,
            "contentRemovedAt": Schema.timestamp.orNull,
        ]),
        "inbound": .integer, "outbound": .integer, "unhandled": .integer, "needsReview": .boolean,
    ])

    var json: JSON {
        .object(
            JSON.Object(
                customer.members + [
                    .init(
                        "lastMessage",
                        [
                            "direction": last.isInbound ? "inbound" : "outbound",
                            "at": .string(last.at), "body": .string(last.body),
                            "contentRemovedAt": .optional(last.contentRemovedAt),
                        ]
                    ),
                    .init("inbound", .int(inboundCount)), .init("outbound", .int(outboundCount)),
                    .init("unhandled", .int(unhandledCount)),
                    .init("needsReview", .bool(needsReview)),
                ]
            )
        )
    }
}

extension Conversations.Line {
    static let schema = Schema.object([
        "direction": .oneOf(["inbound", "outbound"]), "at": .timestamp, "body": .string,
        "contentRemovedAt": Schema.timestamp.orNull
            .about("When its text was removed; null while it is kept."),
        "messageId": .string.orNull.about("Ours, or the one that the customer's answers."),
        "transactionId": .string.orNull, "kind": .string.orNull, "status": .string.orNull,
        "errorCode": .string.orNull, "hold": .string.orNull, "intent": .string.orNull,
        "keyword": .string.orNull, "needsReview": .boolean, "handledBy": .string.orNull,
        "handledAt": Schema.timestamp.orNull,
    ])

    /// Both sides have the same members; those of the other side are null.
    var json: JSON {
        let (ours, theirs) = sides
        return [
            "direction": ours == nil ? "inbound" : "outbound", "at": .string(at),
            "body": .string(body), "contentRemovedAt": .optional(contentRemovedAt),
            "messageId": .optional(ours == nil ? theirs?.answers : id),
            "transactionId": .optional(ours?.transactionID),
            "kind": .optional(ours?.kind.rawValue), "status": .optional(ours?.status.rawValue),
            "errorCode": .optional(ours?.errorCode), "hold": .optional(ours?.hold),
            "intent": .optional(theirs?.intent), "keyword": .optional(theirs?.keyword),
            "needsReview": .bool(theirs?.needsReview ?? false),
            "handledBy": .optional(theirs?.handledBy), "handledAt": .optional(theirs?.handledAt),
        ]
    }

    private var sides: (Conversations.Ours?, Conversations.Theirs?) {
        switch side {
        case .ours(let ours): (ours, nil)
        case .theirs(let theirs): (nil, theirs)
        }
    }
}
