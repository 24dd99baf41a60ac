import PDF
import Statistics
import Store

extension ReportDocument {
    /// More days than that are drawn as weeks.
    private static let daysMax = 62

    /// Draws both charts so high that they fill what the head leaves of the first page.
    func drawCharts(on document: inout Document) throws {
        guard report.total.total > 0 else { return }
        let room = document.bottom - document.y - headingRoom
        let (both, hasRate) = (room - headingRoom, report.total.deliveredProportion != nil)
        guard hasRate, both >= 240 else {
            // What does not fit beside it goes on the next page, and so does a chart without room.
            try drawVolume(height: room < 140 ? 200 : min(room, 300), on: &document)
            return try drawDeliveryRate(height: 160, on: &document)
        }
        let volume = (both * 0.55).rounded(.down)
        try drawVolume(height: volume, on: &document)
        try drawDeliveryRate(height: (both - volume).rounded(.down), on: &document)
    }

    private func drawVolume(height: Double, on document: inout Document) throws {
        let slots = slots(of: report.daily)
        let unit = report.daily.count > Self.daysMax ? "week" : "day"
        try heading("Messages per \(unit)", keeping: height, on: &document)
        let parts: [(name: String, color: Color, count: (StatusCounts) -> Int)] = [
            ("Delivered", theme.delivered, \.delivered),
            ("On the way", theme.moving, { $0.total - $0.delivered - $0.failed - $0.cancelled }),
            ("Failed", theme.failed, \.failed),
            ("Withheld or cancelled", theme.withheld, \.cancelled),
        ]
        // A colour that does not occur needs no explanation.
        let shown = parts.filter { part in slots.contains { part.count($0.counts) > 0 } }
        let chart = BarChart(
            names: slots.map(\.name),
            parts: shown.map { part in (part.color, slots.map { part.count($0.counts) }) },
            style: theme.chart
        )
        let legend = shown.map { LegendEntry($0.name, $0.color) }
        try document.drawing(height: height) { canvas, rect in
            try canvas.legend(legend, theme.chart, rightAt: rect.right, y: rect.y - 20)
            try chart.draw(on: canvas, in: rect, label: Words.count)
        }
    }

    private func drawDeliveryRate(height: Double, on document: inout Document) throws {
        let (now, before) = (slots(of: report.daily), slots(of: report.dailyBefore))
        let rates = now.map(\.rate)
        guard rates.contains(where: { $0 != nil }) else { return }
        try heading("Delivery rate", keeping: height, on: &document)
        // The time before has more or fewer days where it is another month.
        let ratesBefore = now.indices.map { $0 < before.count ? before[$0].rate : nil }
        let faint = theme.muted.mixed(with: .white, share: 0.35)
        var lines = [LineChart.Line(theme.delivered, rates)]
        var legend = [LegendEntry("This time", theme.delivered, line: true)]
        if ratesBefore.contains(where: { $0 != nil }) {
            lines.insert(LineChart.Line(faint, ratesBefore, dashed: true), at: 0)
            legend.append(LegendEntry("The time before", faint, line: true, dashed: true))
        }
        let chart = LineChart(names: now.map(\.name), lines: lines, style: theme.chart)
        try document.drawing(height: height) { canvas, rect in
            try canvas.legend(legend, theme.chart, rightAt: rect.right, y: rect.y - 20)
            try chart.draw(on: canvas, in: rect, label: Words.percent(share:))
        }
    }

    /// A day or a week of a chart.
    private struct Slot {
        let name: String
        var counts: StatusCounts

        var rate: Double? { counts.deliveredProportion?.value }
    }

    private func slots(of days: [PeriodReport.Day]) -> [Slot] {
        guard days.count > Self.daysMax else {
            let name: (CalendarDay) -> String =
                days.count <= 14 ? { Words.weekday($0) } : { Words.shortDay($0) }
            return days.map { Slot(name: name($0.day), counts: $0.counts) }
        }
        var slots: [Slot] = []
        for (index, day) in days.enumerated() {
            if index % 7 == 0 {
                slots.append(Slot(name: Words.shortDay(day.day), counts: StatusCounts()))
            }
            slots[slots.count - 1].counts.add(day.counts)
        }
        return slots
    }
}

// MARK: - Dealerships

extension ReportDocument {
    private static let linesMax = 10

    func addDealerships(to document: inout Document) throws {
        guard report.dealerships.contains(where: { !$0.name.isEmpty }) else { return }
        let lines = report.dealerships.prefix(Self.linesMax).compactMap(line)
        if lines.count > 1 {
            let chart = IntervalChart(
                lines,
                color: theme.delivered,
                nameStyle: theme.text,
                style: theme.chart
            )
            try heading(
                "Delivery rate of the largest dealerships",
                """
                The bar around a dot is where the true rate lies with 95\u{202F}% certainty. Where two \
                bars overlap, the difference may be chance.
                """,
                keeping: chart.height,
                on: &document
            )
            try document.drawing(height: chart.height) { canvas, rect in
                try chart.draw(on: canvas, in: rect, label: Words.percent(share:))
            }
        }
        try addDealershipTable(to: &document)
    }

    private func line(of dealership: PeriodReport.Dealership) -> IntervalChart.Line? {
        let counts = dealership.counts
        guard let proportion = counts.deliveredProportion else { return nil }
        let rate = Words.percent(perMille: counts.deliveryPerMille)
        return IntervalChart.Line(
            dealership.name.isEmpty ? "No dealership given" : dealership.name,
            proportion.value,
            proportion.interval,
            note: "\(rate) of \(Words.count(proportion.trials))"
        )
    }
}
