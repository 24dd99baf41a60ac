import Messaging
import Statistics
import Store

/// One of the figures that matter most.
struct KeyFigure: Sendable, Hashable {
    let name: String
    let value: String
    let change: Change?
}

extension PeriodReport {
    var keyFigures: [KeyFigure] {
        let (now, before) = (total, totalBefore)
        let counted = [
            KeyFigure(
                name: "Sent",
                value: Words.count(now.sent),
                change: .count(now.sent, before: before.sent, wish: .neither)
            ),
            KeyFigure(
                name: "Delivery rate",
                value: Words.percent(perMille: now.deliveryPerMille),
                change: .rate(now, before: before)
            ),
            KeyFigure(
                name: "Failed",
                value: Words.count(now.failed),
                change: .count(now.failed, before: before.failed, wish: .less)
            ),
            KeyFigure(
                name: "Replies",
                value: Words.count(replies.now),
                change: .count(replies.now, before: replies.before, wish: .neither)
            ),
            KeyFigure(
                name: "Opt-outs",
                value: Words.count(optOuts.now),
                change: .count(optOuts.now, before: optOuts.before, wish: .less)
            ),
        ]
        return counted + costFigures
    }

    /// One for each currency; most businesses have one.
    private var costFigures: [KeyFigure] {
        guard !costs.isEmpty else {
            return [KeyFigure(name: "Cost", value: Words.none, change: nil)]
        }
        return costs.map { cost in
            KeyFigure(
                name: costs.count == 1 ? "Cost" : "Cost in \(cost.now.currency.code)",
                value: Words.money(cost.now),
                change: .sum(cost.now.micros, before: cost.before.micros)
            )
        }
    }
}

extension PeriodReport {
    /// What a report of so many days is called.
    var kind: String {
        if range.first.month == range { return "Monthly report" }
        return range.count == 7 ? "Weekly report" : "Report"
    }

    /// What it is and what it is about.
    var title: String { "\(kind) on text messages" }

    /// Whose it is; what it is as long as the business has no name.
    var heading: String { business.isEmpty ? title : business }
}
