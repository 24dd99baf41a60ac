import Messaging
import Statistics
import Store
import Views
import Web

extension PeriodReport {
    var json: JSON {
        [
            "business": .string(business), "timeZone": .string(timeZone), "days": range.json,
            "previousDays": rangeBefore.json, "readAt": .string(readAt),
            "summary": .string(Summary.text(of: self)),
            "highlights": .array(keyFigures.map(\.json)), "total": total.json,
            "previousTotal": totalBefore.json, "daily": .array(daily.map(\.json)),
            "previousDaily": .array(dailyBefore.map(\.json)), "replies": replies.json,
            "optOuts": optOuts.json, "costs": .array(costs.map(\.json)),
            "dealerships": .array(dealerships.map(\.json)), "errors": .array(errors.map(\.json)),
            "providers": .array(providers.map(\.json)), "alerts": .array(alerts.map(\.json)),
        ]
    }

    static let schema = Schema.object([
        "business": Schema.string.about("Empty as long as nobody gave it a name."),
        "timeZone": .string, "days": DayRange.schema,
        "previousDays": DayRange.schema, "readAt": .timestamp, "summary": .string,
        "highlights": .array(of: KeyFigure.schema),
        "total": StatusCounts.schema, "previousTotal": StatusCounts.schema,
        "daily": .array(of: .anyObject), "previousDaily": .array(of: .anyObject),
        "replies": Compared.schema, "optOuts": Compared.schema,
        "costs": .array(
            of: .object(["currency": .string, "now": .string, "before": .string])
        ),
        "dealerships": .array(of: .anyObject),
        "errors": .array(
            of: .object([
                "code": .string, "meaning": .string, "advice": .string, "now": .integer,
                "before": .integer,
            ])
        ),
        "providers": .array(of: .anyObject),
        "alerts": .array(of: .anyObject),
    ])
}

extension KeyFigure {
    /// As the report words it.
    fileprivate var json: JSON {
        ["name": .string(name), "value": .string(value), "change": change?.json ?? .null]
    }

    fileprivate static let schema = Schema.object([
        "name": .string, "value": .string, "change": Change.schema.orNull,
    ])
}

extension Change {
    fileprivate var json: JSON { ["text": .string(text), "tone": .string(tone.rawValue)] }

    fileprivate static let schema = Schema.object([
        "text": .string, "tone": .oneOf(Tone.allCases.map(\.rawValue)),
    ])
}

extension DayRange {
    /// Both ends are among the days.
    var json: JSON { ["from": .string(first.description), "to": .string(last.description)] }

    static let schema = Schema.object(["from": .day, "to": .day])
}

extension PeriodReport.Compared {
    fileprivate var json: JSON { ["now": .int(now), "before": .int(before)] }

    fileprivate static let schema = Schema.object(["now": .integer, "before": .integer])
}

extension PeriodReport.Day {
    fileprivate var json: JSON { counts.json(with: ["date": .string(day.description)]) }
}

extension PeriodReport.Cost {
    fileprivate var json: JSON {
        [
            "currency": .string(now.currency.code), "now": .string(now.decimal),
            "before": .string(before.decimal),
        ]
    }
}

extension PeriodReport.Dealership {
    fileprivate var json: JSON {
        let interval = counts.deliveredProportion?.interval
        return counts.json(with: [
            "name": .string(name), "previous": before.json,
            "change": Change.rate(counts, before: before)?.json ?? .null,
            "rateInterval": interval.map { .array([$0.lowerBound.json, $0.upperBound.json]) }
                ?? .null,
        ])
    }
}

extension PeriodReport.Failure {
    fileprivate var json: JSON {
        [
            "code": .string(code), "meaning": .string(meaning), "advice": .string(advice),
            "now": .int(messages.now), "before": .int(messages.before),
        ]
    }
}

extension PeriodReport.Provider {
    fileprivate var json: JSON {
        guard case .object(var object) = counts.json(with: ["name": .string(name)]) else {
            return .null
        }
        object.members.append(.init("medianMilliseconds", .optional(medianMilliseconds)))
        return .object(object)
    }
}

extension PeriodReport.Alert {
    fileprivate var json: JSON {
        [
            "kind": .string(kind), "title": .string(title), "subject": .string(subject),
            "detail": .string(detail), "raisedAt": .string(raisedAt),
            "clearedAt": .optional(clearedAt),
        ]
    }
}

extension StatusCounts {
    /// The figures with what they are of in front.
    fileprivate func json(with members: KeyValuePairs<String, JSON>) -> JSON {
        guard case .object(let object) = json else { return json }
        let front = members.map { JSON.Object.Member($0.key, $0.value) }
        return .object(JSON.Object(front + object.members))
    }
}

extension Double {
    /// A share as a percentage with one decimal.
    fileprivate var json: JSON { .number(String((self * 1000).rounded() / 10)) }
}
