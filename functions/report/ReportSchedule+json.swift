import Store
import Web

extension ReportSchedule {
    func json(with deliveries: [ReportDelivery]) -> JSON {
        [
            "id": .int(id), "every": .string(plan.every.rawValue), "day": .int(plan.day),
            "at": .string(plan.clock), "recipients": .array(plan.recipients.map(JSON.string)),
            "paper": .string(plan.paper), "enabled": .bool(plan.isEnabled),
            "nextAt": .optional(nextAt), "createdBy": .string(createdBy),
            "createdAt": .string(createdAt), "mails": .array(deliveries.map(\.json)),
        ]
    }

    static let schema = Schema.object([
        "id": .integer, "every": .oneOf(ReportInterval.allCases.map(\.rawValue)),
        "day": .integer, "at": .string, "recipients": .array(of: .string), "paper": .string,
        "enabled": .boolean, "nextAt": .timestamp.orNull, "createdBy": .string,
        "createdAt": .timestamp,
        "mails": .array(
            of: .object([
                "id": .integer, "address": .string, "days": .anyObject,
                "state": .oneOf(ReportDelivery.State.allCases.map(\.rawValue)),
                "attempts": .integer, "error": .string.orNull, "askedBy": .string.orNull,
                "createdAt": .timestamp, "nextTryAt": .timestamp.orNull,
                "endedAt": .timestamp.orNull,
            ])
        ),
    ])
}

extension ReportDelivery {
    fileprivate var json: JSON {
        [
            "id": .int(id), "address": .string(address), "days": range.json,
            "state": .string(state.rawValue), "attempts": .int(attemptCount),
            "error": .optional(error), "askedBy": .optional(askedBy),
            "createdAt": .string(createdAt), "nextTryAt": .optional(nextTryAt),
            "endedAt": .optional(endedAt),
        ]
    }
}
