import Messaging
import Statistics
import Store
import Web

extension JSON {
    /// A share in percent with one decimal; null where there is nothing to take it of.
    static func percent(_ part: Int, of whole: Int) -> JSON {
        guard whole > 0 else { return .null }
        let perMille = (part * 1000 + whole / 2) / whole
        return .number("\(perMille / 10).\(perMille % 10)")
    }

    /// A rate of 0 to 1 in percent with one decimal.
    static func percent(_ rate: Double) -> JSON {
        let perMille = Int((rate * 1000).rounded())
        return .number("\(perMille / 10).\(perMille % 10)")
    }

    static func amount(_ money: Money?) -> JSON { .optional(money?.decimal) }
}

extension StatusCounts {
    /// Those whose outcome is known.
    var settled: Int { delivered + failed }
    /// Those whose time to be sent has not come.
    var waiting: Int { self[.scheduled] }
    /// Those that are on their way to the provider, or from there to the phone.
    var onTheWay: Int { self[.queued] + self[.sending] + self[.unknown] + self[.sent] }

    static let columns: [Column] = [
        Column("total", .integer), Column("waiting", .integer), Column("onTheWay", .integer),
        Column("sent", .integer), Column("delivered", .integer), Column("failed", .integer),
        Column("notSent", .integer), Column("deliveryRate", .number.orNull),
        Column("failureRate", .number.orNull),
    ]

    var cells: [JSON] {
        [
            .int(total), .int(waiting), .int(onTheWay), .int(sent), .int(delivered), .int(failed),
            .int(cancelled), .percent(delivered, of: settled), .percent(failed, of: settled),
        ]
    }
}

extension DurationHistogram {
    static let columns: [Column] = [
        Column("averageMilliseconds", .integer.orNull), Column("p50Milliseconds", .integer.orNull),
        Column("p90Milliseconds", .integer.orNull), Column("p99Milliseconds", .integer.orNull),
    ]

    var cells: [JSON] {
        [
            .optional(mean), .optional(percentile(50)), .optional(percentile(90)),
            .optional(percentile(99)),
        ]
    }
}

extension Proportion {
    static let columns: [Column] = [
        Column("rateLow", .number.orNull), Column("rateHigh", .number.orNull),
    ]

    /// Where the true rate lies, in percent.
    static func cells(_ rate: Proportion?) -> [JSON] {
        guard let interval = rate?.interval else { return [.null, .null] }
        return [.percent(interval.lowerBound), .percent(interval.upperBound)]
    }
}

extension Sequence {
    /// Lines by what they are of; each is there once.
    func byDay<Value>() -> [String: Value] where Element == Sums.Line<Value> {
        Dictionary(map { ($0.day, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    func byMember<Value>() -> [String: Value] where Element == Sums.Line<Value> {
        Dictionary(map { ($0.member, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}
