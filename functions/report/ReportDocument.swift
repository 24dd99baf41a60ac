import PDF
import Store

/// A report as pages.
struct ReportDocument: Sendable {
    let report: PeriodReport
    let paper: Paper
    let theme: Theme

    init(_ report: PeriodReport, on paper: Paper) {
        self.report = report
        self.paper = paper
        theme = Theme(brand: report.colour)
    }

    var title: String { "\(report.heading): \(Words.days(report.range))" }

    /// The same figures always make the same bytes.
    func write(to take: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
        let info = DocumentInfo(
            title: title,
            author: report.business,
            subject: "Text messages to customers, \(Words.days(report.range))",
            creator: "SMS Tracker",
            // cairo reads no fractions of a second.
            date: "\(report.readAt.prefix(19))Z"
        )
        let footer = "\(report.heading.isolated) · \(Words.days(report.range))"
        try Document.write(info, on: paper, footer: footer, to: take) { document in
            try drawHead(on: &document)
            try drawKeyFigures(on: &document)
            try drawCharts(on: &document)
            try addDealerships(to: &document)
            try addErrors(to: &document)
            try addProviders(to: &document)
            try addAlerts(to: &document)
            try addNotes(to: &document)
        }
    }

    /// The whole file at once, for an attachment.
    func bytes() throws -> [UInt8] {
        var bytes: [UInt8] = []
        let collected = Collected()
        try write { piece in collected.bytes.append(contentsOf: piece) }
        swap(&bytes, &collected.bytes)
        return bytes
    }

    private final class Collected {
        var bytes: [UInt8] = []
    }
}

extension ReportDocument {
    private static let headingMargin = 20.0
    private static let headingPadding = 5.0

    /// What a heading without an explanation takes, where it does not begin a page.
    var headingRoom: Double {
        Self.headingMargin + theme.heading.lineHeight + Self.headingPadding
    }

    /// A heading keeps company with at least so much of what follows it.
    func heading(
        _ text: String,
        _ explanation: String? = nil,
        keeping height: Double,
        on document: inout Document
    ) throws {
        let explained = try explanation.map {
            try document.canvas.height(of: $0, theme.small, width: document.width)
        }
        try document.reserve(headingRoom + (explained ?? 0) + height)
        if document.y > Document.margin { document.space(Self.headingMargin) }
        try document.paragraph(text, theme.heading, as: .heading2)
        if let explanation { try document.paragraph(explanation, theme.small) }
        document.space(Self.headingPadding)
    }

    /// What stands where there is nothing to show.
    func remark(_ text: String, on document: inout Document) throws {
        try document.paragraph(text, theme.text.colored(theme.muted))
    }
}
