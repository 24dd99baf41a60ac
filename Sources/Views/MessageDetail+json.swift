private import JSONParser
import Messaging
package import Store
package import Web

extension MessageDetail {
    /// The record, what the provider last said, every attempt, and the timeline.
    package var json: JSON {
        [
            "record": record.json,
            "twilio": attempts.last.map { $0.providersWord(of: record) } ?? .null,
            "attempts": .array(attempts.map(\.json)),
            "timeline": .array(timeline.map(\.json)),
            "engagement": engagement?.json ?? .null,
        ]
    }

    package static var schema: Schema {
        .object([
            "record": MessageRecord.schema,
            "twilio": Schema.object([
                "sid": .string.orNull, "status": .string.orNull, "errorCode": .string.orNull,
                "errorMessage": .string.orNull, "sender": .string.orNull,
                "segments": .integer.orNull, "price": Money.schema.orNull,
            ]).orNull,
            "attempts": .array(
                of: .object([
                    "number": .integer, "provider": .string,
                    "state": .oneOf(AttemptState.allCases.map(\.rawValue)),
                    "status": .string.orNull, "startedAt": .timestamp, "endedAt": .timestamp.orNull,
                    "milliseconds": .integer.orNull, "httpStatus": .integer.orNull,
                    "errorCode": .string.orNull, "errorMessage": .string.orNull,
                    "providerMessageId": .string.orNull, "sender": .string.orNull,
                ])
            ),
            "timeline": .array(
                of: .object([
                    "at": .timestamp, "kind": .string, "title": .string, "detail": .anyObject,
                ])
            ),
            "engagement": Engagement.schema.orNull,
        ])
    }
}

extension AttemptRecord {
    fileprivate var meaning: String? { errorCode.map { ErrorCatalogue.explain($0).meaning } }

    fileprivate var json: JSON {
        [
            "number": .int(number),
            "provider": .string(provider),
            "state": .string(state.rawValue),
            "status": .optional(status?.rawValue),
            "startedAt": .string(startedAt),
            "endedAt": .optional(endedAt),
            "milliseconds": .optional(milliseconds),
            "httpStatus": .optional(httpStatus),
            "errorCode": .optional(errorCode),
            "errorMessage": .optional(errorMessage ?? meaning),
            "providerMessageId": .optional(providerMessageID),
            "sender": .optional(sender),
        ]
    }

    fileprivate func providersWord(of record: MessageRecord) -> JSON {
        [
            "sid": .optional(providerMessageID),
            "status": .optional(status?.rawValue),
            "errorCode": .optional(errorCode),
            "errorMessage": .optional(errorMessage ?? meaning),
            "sender": .optional(sender),
            "segments": .optional(record.segments),
            "price": record.price?.json ?? .null,
        ]
    }
}

extension TimelineLine {
    fileprivate var json: JSON {
        let facts = (try? JSON(parsing: Array(detail.utf8))) ?? .object(.init())
        return [
            "at": .string(at),
            "kind": .string(kind),
            "title": .string(title(facts)),
            "detail": facts,
        ]
    }

    /// A report is titled by what it reports.
    private func title(_ facts: JSON) -> String {
        guard let kind = TimelineEvent.Kind(rawValue: kind) else { return kind }
        guard kind == .reported, let status = facts["status"]?.text else { return kind.title }
        return DeliveryStatus(rawValue: status)?.title ?? kind.title
    }
}

extension DeliveryStatus {
    /// The status as the line of a timeline.
    fileprivate var title: String {
        switch self {
        case .scheduled: "Scheduled"
        case .queued: "Queued at the provider"
        case .sending: "On its way to the carrier"
        case .sent: "Sent: the carrier took it"
        case .delivered: "Delivered"
        case .undelivered: "Not delivered"
        case .failed: "Failed"
        case .cancelled: "Cancelled at the provider"
        case .expired: "Expired"
        case .suppressed: "Suppressed"
        case .unknown: "Unknown"
        }
    }
}
