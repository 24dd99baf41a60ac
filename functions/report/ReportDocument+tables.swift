import Alerting
import Messaging
import PDF
import Store

extension ReportDocument {
    func addDealershipTable(to document: inout Document) throws {
        try heading("Dealerships", keeping: 60, on: &document)
        let rows = report.dealerships.map { dealership -> [Table.Cell] in
            let (now, before) = (dealership.counts, dealership.before)
            let change = Change.rate(now, before: before)
            return [
                Table.Cell(dealership.name.isEmpty ? "No dealership given" : dealership.name),
                "\(Words.count(now.sent))", "\(Words.count(before.sent))",
                "\(Words.count(now.failed))",
                Table.Cell(Words.percent(perMille: now.deliveryPerMille), bold: true),
                Table.Cell(
                    change?.text ?? Words.none,
                    theme.color(of: change?.tone ?? .even)
                ),
            ]
        }
        try document.table(
            theme.table(
                [
                    .init("Dealership", share: 3.4), .init("Sent", .right),
                    .init("Before", .right), .init("Failed", .right),
                    .init("Delivery rate", share: 1.2, .right), .init("Change", share: 1.3, .right),
                ],
                rows
            )
        )
    }

    func addErrors(to document: inout Document) throws {
        try heading("What went wrong", keeping: 60, on: &document)
        guard !report.errors.isEmpty else {
            return try remark("No message failed in this time.", on: &document)
        }
        let rows = report.errors.map { failure -> [Table.Cell] in
            [
                Table.Cell(failure.code.isEmpty ? "none" : failure.code, bold: true),
                Table.Cell(failure.meaning), Table.Cell(failure.advice, theme.muted),
                Table.Cell(Words.count(failure.messages.now), bold: true),
                Table.Cell(Words.count(failure.messages.before), theme.muted),
            ]
        }
        try document.table(
            theme.table(
                [
                    .init("Code", share: 1.2), .init("What it means", share: 3, linesMax: nil),
                    .init("What to do", share: 4, linesMax: nil),
                    .init("Messages", share: 1.1, .right), .init("Before", share: 0.9, .right),
                ],
                rows
            )
        )
    }

    func addProviders(to document: inout Document) throws {
        guard !report.providers.isEmpty else { return }
        try heading(
            "Providers side by side",
            "A message counts for the provider that it went through at last.",
            keeping: 60,
            on: &document
        )
        let rows = report.providers.map { provider -> [Table.Cell] in
            [
                Table.Cell(provider.name), "\(Words.count(provider.counts.total))",
                "\(Words.count(provider.counts.failed))",
                Table.Cell(Words.percent(perMille: provider.counts.deliveryPerMille), bold: true),
                Table.Cell(Words.duration(milliseconds: provider.medianMilliseconds)),
            ]
        }
        try document.table(
            theme.table(
                [
                    .init("Provider", share: 3.4), .init("Messages", .right),
                    .init("Failed", .right), .init("Delivery rate", share: 1.2, .right),
                    .init("Half arrive within", share: 1.6, .right),
                ],
                rows
            )
        )
    }

    func addAlerts(to document: inout Document) throws {
        try heading("Alerts", keeping: 50, on: &document)
        guard !report.alerts.isEmpty else {
            return try remark("Nothing was out of order in this time.", on: &document)
        }
        let rows = report.alerts.map { alert -> [Table.Cell] in
            [
                Table.Cell(Words.shortDay(alert.raisedOn)),
                alert.clearedOn.map { Table.Cell(Words.shortDay($0)) }
                    ?? Table.Cell("still stands", theme.bad, bold: true),
                Table.Cell(alert.title), Table.Cell(alert.detail),
            ]
        }
        try document.table(
            theme.table(
                [
                    .init("From", share: 0.9), .init("To", share: 1.1),
                    .init("What", share: 2, linesMax: 3),
                    .init("In short", share: 5, linesMax: nil),
                ],
                rows
            )
        )
    }

    func addNotes(to document: inout Document) throws {
        document.space(18)
        try document.paragraph(
            """
            A message counts on the day it was due, by the clock of \(report.timeZone). The delivery \
            rate is of those messages whose outcome is known. Figures were read on \
            \(Words.shortDay(report.readOn)); reports of carriers that come later change \
            them. Costs are the best known: billed, else reported, else estimated.
            """,
            theme.small
        )
    }
}

extension PeriodReport.Failure {
    var meaning: String {
        code.isEmpty ? "Nobody gave a reason" : ErrorCatalogue.explain(code).meaning
    }

    var advice: String {
        code.isEmpty
            ? "The timeline of such a message tells what happened"
            : ErrorCatalogue.explain(code).advice
    }
}

extension PeriodReport.Alert {
    /// What is the matter, in a few words.
    var title: String { Alerts.Kind(rawValue: kind)?.title ?? subject }
}
