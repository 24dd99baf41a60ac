import Messaging
import Postgres
import Statistics
import Web

// The parts of a report, each for the time and the time before.

extension PeriodReport {
    mutating func readFigures(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        let now = FigureSelection(range, of: tenant)
        let before = FigureSelection(rangeBefore, of: tenant)
        daily = try Self.days(now, on: &connection)
        dailyBefore = try Self.days(before, on: &connection)
        try readDealerships(now, before, on: &connection)
        try readErrors(now, before, on: &connection)
        try readCosts(now, before, on: &connection)
        try readProviders(now, on: &connection)
        let answers = try Sums.answers(now, on: &connection).first?.value ?? Sums.Answers()
        let answersBefore = try Sums.answers(before, on: &connection).first?.value ?? Sums.Answers()
        replies = Compared(now: answers.replies, before: answersBefore.replies)
        optOuts = Compared(now: answers.optOuts, before: answersBefore.optOuts)
    }

    private static func days(
        _ selection: FigureSelection,
        on connection: inout Connection
    ) throws(PostgresError) -> [Day] {
        var selection = selection
        selection.grain = .day
        let lines = try Sums.deliveries(selection, on: &connection)
        let counts = Dictionary(lines.map { ($0.day, $0.value) }, uniquingKeysWith: { $1 })
        return selection.range.days.map { day in
            Day(day: day, counts: counts[day.description] ?? StatusCounts())
        }
    }

    /// As many as a report lists; the others are few messages each.
    private static let dealershipsMax = 200

    private mutating func readDealerships(
        _ now: FigureSelection,
        _ before: FigureSelection,
        on connection: inout Connection
    ) throws(PostgresError) {
        let names = try Sums.dealershipNames(of: now.tenant, on: &connection)
        let counts = try Self.members(of: now, .dealership, on: &connection)
        let countsBefore = try Self.members(of: before, .dealership, on: &connection)
        dealerships = counts.filter { $0.value.total > 0 }.map { member, counts in
            Dealership(
                name: names[member] ?? "",
                counts: counts,
                before: countsBefore[member] ?? StatusCounts()
            )
        }
        .sorted { ($1.counts.total, $0.name) < ($0.counts.total, $1.name) }
        .prefix(Self.dealershipsMax).map(\.self)
    }

    private mutating func readProviders(
        _ now: FigureSelection,
        on connection: inout Connection
    ) throws(PostgresError) {
        let counts = try Self.members(of: now, .provider, on: &connection)
        var selection = now
        selection.slice = .provider
        let latencies = Dictionary(
            try Sums.latencies(selection, on: &connection).map { ($0.member, $0.value) },
            uniquingKeysWith: { $1 }
        )
        providers = counts.filter { $0.value.total > 0 }.map { name, counts in
            Provider(
                name: name,
                counts: counts,
                medianMilliseconds: latencies[name]?.percentile(50)
            )
        }
        .sorted { ($1.counts.total, $0.name) < ($0.counts.total, $1.name) }
    }

    private static func members(
        of selection: FigureSelection,
        _ slice: FigureSlice,
        on connection: inout Connection
    ) throws(PostgresError) -> [String: StatusCounts] {
        var selection = selection
        selection.slice = slice
        let lines = try Sums.deliveries(selection, on: &connection)
        return Dictionary(lines.map { ($0.member, $0.value) }, uniquingKeysWith: { $1 })
    }

    /// As many codes as a report explains.
    private static let errorsMax = 30

    private mutating func readErrors(
        _ now: FigureSelection,
        _ before: FigureSelection,
        on connection: inout Connection
    ) throws(PostgresError) {
        let failures = try Sums.failures(now, on: &connection).prefix(Self.errorsMax)
        let failuresBefore = Dictionary(
            try Sums.failures(before, on: &connection)
                .map { ($0.value.code, $0.value.messageCount) },
            uniquingKeysWith: { $1 }
        )
        errors = failures.map { line in
            Failure(
                code: line.value.code,
                messages: Compared(
                    now: line.value.messageCount,
                    before: failuresBefore[line.value.code] ?? 0
                )
            )
        }
    }

    private mutating func readCosts(
        _ now: FigureSelection,
        _ before: FigureSelection,
        on connection: inout Connection
    ) throws(PostgresError) {
        let costs = try Sums.costs(now, on: &connection).map(\.value.total)
        let costsBefore = try Sums.costs(before, on: &connection).map(\.value.total)
        let gone = costsBefore.map(\.currency).filter { currency in
            !costs.contains { $0.currency == currency }
        }
        let currencies = costs.map(\.currency) + gone
        self.costs = currencies.map { currency in
            let nothing = Money(micros: 0, currency: currency)
            return Cost(
                now: costs.first { $0.currency == currency } ?? nothing,
                before: costsBefore.first { $0.currency == currency } ?? nothing
            )
        }
    }
}

// MARK: - Alerts

extension PeriodReport {
    private static let alertsMax = 100

    mutating func readAlerts(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        let (first, last) = (range.first.description, range.last.description)
        alerts = try connection.query(
            """
            SELECT kind, subject, detail, iso8601(raised_at), iso8601(cleared_at),
                   (raised_at AT TIME ZONE \(timeZone))::date::text,
                   (cleared_at AT TIME ZONE \(timeZone))::date::text
              FROM alerts
             WHERE (tenant_id = \(tenant.rawValue) OR tenant_id IS NULL)
               AND raised_at < (\(last)::date + 1)::timestamp AT TIME ZONE \(timeZone)
               AND (cleared_at IS NULL
                    OR cleared_at >= \(first)::timestamp AT TIME ZONE \(timeZone))
             ORDER BY id DESC LIMIT \(Self.alertsMax)
            """
        ).map { (row) throws(PostgresError) in
            Alert(
                kind: try row.decode(0),
                subject: try row.decode(1),
                detail: try row.decode(2),
                raisedAt: try row.decode(3),
                clearedAt: try row.decode(4),
                raisedOn: try row.decode(5),
                clearedOn: try row.decode(6)
            )
        }
    }
}
