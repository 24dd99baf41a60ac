import Messaging
import Postgres
import Statistics
import Store
import Views
import Web

/// The days around today: what the small curves of the cards are drawn from.
struct RecentDays {
    private static let count = 14

    /// Up to today.
    let past: [DayFigures]
    /// From today on.
    let coming: [DayFigures]

    init(of tenant: TenantID, on connection: inout Connection) throws {
        let today = try Sums.today(of: tenant, on: &connection)
        let past = DayRange(Self.count, upTo: today)
        let coming = DayRange(Self.count, upTo: today + (Self.count - 1))
        let both = DayRange(past.count + coming.count - 1, upTo: coming.last)
        let counts = try Sums.deliveries(
            FigureSelection(both, of: tenant, by: .day),
            on: &connection
        )
        let selection = FigureSelection(past, of: tenant, by: .day)
        let answers = try Sums.answers(selection, on: &connection)
        let costs = try Sums.costs(selection, on: &connection)
        var days: [String: DayFigures] = [:]
        for day in both.days {
            days[day.description] = DayFigures(date: day.description)
        }
        for line in counts { days[line.day]?.counts = line.value }
        for line in answers { days[line.day]?.answers = line.value }
        // What most messages were paid in comes first.
        for line in costs.sorted(by: { $0.value.messageCount > $1.value.messageCount }) {
            days[line.day]?.costs.append(line.value.total)
        }
        self.past = past.days.compactMap { days[$0.description] }
        self.coming = coming.days.compactMap { days[$0.description] }
    }
}

/// What one day came to.
struct DayFigures {
    let date: String
    var counts = StatusCounts()
    var answers = Sums.Answers()
    /// One for each currency.
    var costs: [Money] = []

    init(date: String) { self.date = date }

    static var schema: Schema {
        .object([
            "date": .string, "total": .integer, "sent": .integer, "delivered": .integer,
            "failed": .integer, "deliveryRate": .number.orNull, "replies": .integer,
            "optOuts": .integer, "costs": .array(of: Money.schema),
        ])
    }

    var json: JSON {
        [
            "date": .string(date), "total": .int(counts.total), "sent": .int(counts.sent),
            "delivered": .int(counts.delivered), "failed": .int(counts.failed),
            "deliveryRate": counts.deliveryRate, "replies": .int(answers.replies),
            "optOuts": .int(answers.optOuts), "costs": .array(costs.map(\.json)),
        ]
    }
}
