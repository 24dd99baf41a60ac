import PDF
import Statistics
import Store

// The upper half of the first page: whose report it is, what it says in a sentence, and the figures
// that matter most.

extension ReportDocument {
    func drawHead(on document: inout Document) throws {
        let bar = Rect(x: 0, y: 0, width: document.paper.width, height: 6)
        document.canvas.fill(bar, theme.brand)
        let top = document.y
        try drawLogo(on: &document)
        if !report.business.isEmpty {
            let kicker = TextStyle(size: 8.5, bold: true, color: theme.brand.readableOnWhite)
            try document.paragraph(report.title, kicker)
        }
        var name = TextStyle(size: 21, bold: true, color: theme.ink, linesMax: 3)
        name.leading = 1.25
        let room = document.width - (report.logo == nil ? 0 : Self.logoBox.width + 20)
        let place = Point(document.left, document.y)
        document.y += try document.canvas.write(
            report.heading,
            name,
            at: place,
            width: room,
            as: .heading1
        )
        try document.paragraph(
            "\(Words.days(report.range)), compared with \(Words.days(report.rangeBefore))",
            TextStyle(size: 10, color: theme.muted)
        )
        document.y = max(document.y, top + (report.logo == nil ? 0 : Self.logoBox.height))
        document.space(12)
        var summary = TextStyle(size: 10.5, color: theme.ink)
        summary.leading = 1.5
        try document.paragraph(Summary.text(of: report), summary)
        document.space(12)
    }

    private static let logoBox = (width: 130.0, height: 44.0)

    /// In the upper right corner; what cannot be drawn is left out.
    private func drawLogo(on document: inout Document) throws {
        guard let logo = report.logo, let picture = try? Picture(logo.bytes) else { return }
        let box = Rect(
            x: document.left + document.width - Self.logoBox.width,
            y: document.y,
            width: Self.logoBox.width,
            height: Self.logoBox.height
        )
        document.canvas.draw(picture, in: box)
    }

    func drawKeyFigures(on document: inout Document) throws {
        let figures = report.keyFigures
        let (perRow, gap, height) = (3, 10.0, 64.0)
        for start in stride(from: 0, to: figures.count, by: perRow) {
            let row = figures[start..<min(start + perRow, figures.count)]
            try document.drawing(height: height) { canvas, rect in
                for (figure, cell) in zip(row, rect.columns(perRow, gap: gap)) {
                    try draw(figure, in: cell, on: canvas)
                }
            }
            document.space(gap)
        }
    }

    private func draw(_ figure: KeyFigure, in cell: Rect, on canvas: borrowing Canvas) throws {
        canvas.fill(cell, theme.sunken, radius: 6)
        canvas.stroke(cell, theme.line, width: 0.75, radius: 6)
        let inner = cell.inset(by: 11)
        let label = TextStyle(size: 8.5, color: theme.muted, linesMax: 1)
        try canvas.write(
            figure.name,
            label,
            at: Point(inner.x, inner.y - 3),
            width: inner.width
        )
        var size = 19.0
        var value = TextStyle(size: size, bold: true, color: theme.ink, linesMax: 1)
        while size > 11, try canvas.width(of: figure.value, value) > inner.width {
            size -= 1
            value.size = size
        }
        value.leading = 1.25
        try canvas.write(figure.value, value, at: Point(inner.x, inner.y + 9), width: inner.width)
        guard let change = figure.change else { return }
        let style = TextStyle(
            size: 8,
            bold: change.tone != .even,
            color: theme.color(of: change.tone),
            linesMax: 1
        )
        try canvas.write(
            change.text,
            style,
            at: Point(inner.x, inner.bottom - 9),
            width: inner.width
        )
    }
}
