package import Messaging
import Routing
package import Store
package import Web

extension MessageRecord {
    /// The message as every route shows it.
    package var json: JSON {
        let explanation = errorCode.map(ErrorCatalogue.explain)
        return [
            "id": .string(id),
            "transactionId": .string(transactionID),
            "kind": .string(kind.rawValue),
            "customerName": .optional(customerName),
            "customerPhone": .string(recipient),
            "dealershipName": .optional(dealershipName),
            "salesRepName": .optional(salesRepName),
            "language": .optional(language),
            "channel": .string(channel.rawValue),
            "amount": .optional(amount?.decimal),
            "currency": .optional(amount?.currency.code),
            "status": .string(status.rawValue),
            "body": .optional(body),
            "contentRemovedAt": .optional(contentRemovedAt),
            "receivedAt": .string(receivedAt),
            "dueAt": .string(dueAt),
            "nextAttemptAt": .optional(nextAttemptAt),
            "sentAt": .optional(sentAt),
            "finishedAt": .optional(finishedAt),
            "attempts": .int(attemptCount),
            "errorCode": .optional(errorCode),
            "errorMessage": .optional(explanation?.meaning),
            "errorAdvice": .optional(explanation?.advice),
            "segments": .optional(segments),
            "estimate": estimate?.json ?? .null,
            "price": price?.json ?? .null,
            "provider": .optional(provider),
            "retryable": .bool(isRetryable),
            "providerMessageId": .optional(providerMessageID),
        ]
    }

    /// What has no text any more cannot be sent again.
    private var isRetryable: Bool {
        contentRemovedAt == nil && (status == .failed || status == .undelivered)
    }

    package static var schema: Schema {
        .object([
            "id": .string,
            "transactionId": .string,
            "kind": .oneOf(MessageKind.allCases.map(\.rawValue)),
            "customerName": .string.orNull,
            "customerPhone": .string,
            "dealershipName": .string.orNull,
            "salesRepName": .string.orNull,
            "language": .string.orNull,
            "channel": .oneOf(Channel.allCases.map(\.rawValue)),
            "amount": .string.orNull.about("A decimal number."),
            "currency": .string.orNull,
            "status": .oneOf(DeliveryStatus.allCases.map(\.rawValue)),
            "body": .string.orNull.about("The text as sent; null before the first attempt."),
            "contentRemovedAt": .timestamp.orNull
                .about("When its text and names were removed; null while they are kept."),
            "receivedAt": .timestamp,
            "dueAt": .timestamp,
            "nextAttemptAt": .timestamp.orNull,
            "sentAt": .timestamp.orNull,
            "finishedAt": .timestamp.orNull,
            "attempts": .integer,
            "errorCode": .string.orNull,
            "errorMessage": .string.orNull.about("What the error code means."),
            "errorAdvice": .string.orNull.about("What to do about it."),
            "segments": .integer.orNull,
            "estimate": Money.schema.orNull.about("What it will probably cost."),
            "price": Money.schema.orNull.about("What the provider says that it costs."),
            "provider": .string.orNull.about("The provider of the last attempt."),
            "retryable": .boolean,
            "providerMessageId": .string.orNull,
        ])
    }
}

extension Money {
    package var json: JSON {
        ["amount": .string(decimal), "currency": .string(currency.code)]
    }

    package static var schema: Schema { .object(["amount": .string, "currency": .string]) }
}
