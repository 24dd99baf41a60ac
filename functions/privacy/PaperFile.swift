import FunctionRuntime
import PDF
import Web

/// A document about a customer, in the types and colours of the house.
struct PaperFile {
    let info: DocumentInfo
    let footer: String
    let compose: (inout Document) throws -> Void

    /// The file on its way to the client; the same content always makes the same bytes.
    func response(_ name: String) throws -> Response {
        let bytes = try bytes()
        return Response(
            .ok,
            headers: [
                "Content-Type": "application/pdf",
                "Content-Disposition": "attachment; filename=\"\(name)\"",
                "Cache-Control": "no-store",
            ],
            body: .bytes(bytes)
        )
    }

    func bytes() throws -> [UInt8] {
        let collected = Collected()
        try Document.write(
            info,
            footer: footer,
            to: { piece in collected.bytes.append(contentsOf: piece) },
            compose: compose
        )
        return collected.bytes
    }

    private final class Collected {
        var bytes: [UInt8] = []
    }
}

/// How documents look.
enum Style {
    static let ink = Color(0x0F172A)
    static let muted = Color(0x55627A)
    static let line = Color(0xE3E8F0)
    static let brand = Color(0x1D4ED8)

    static let title = TextStyle(size: 21, bold: true, color: ink, linesMax: 3)
    static let heading = TextStyle(size: 12.5, bold: true, color: ink)
    static let subheading = TextStyle(size: 10, bold: true, color: ink)
    static let text = TextStyle(size: 9, color: ink)
    static let small = TextStyle(size: 8, color: muted)

    static func table(_ columns: [Table.Column], _ rows: [[Table.Cell]]) -> Table {
        Table(
            columns,
            rows: rows,
            style: TextStyle(size: 8.5, color: ink),
            headerStyle: TextStyle(size: 7.5, bold: true, color: muted),
            lineColor: line
        )
    }

    /// A moment as documents have it, in UTC: `2026-11-22 01:51:25 UTC`.
    static func moment(_ rfc3339: String?) -> String {
        guard let rfc3339 else { return "–" }
        return "\(rfc3339.prefix(10)) \(rfc3339.dropFirst(11).prefix(8)) UTC"
    }
}

extension Document {
    /// The head of the first page.
    mutating func head(_ title: String, _ business: String) throws {
        canvas.fill(Rect(x: 0, y: 0, width: paper.width, height: 6), Style.brand)
        try paragraph(business, TextStyle(size: 8.5, bold: true, color: Style.brand))
        try paragraph(title, Style.title, as: .heading1)
        space(8)
    }

    /// A heading that keeps company with what follows it.
    mutating func section(_ title: String, _ explanation: String? = nil) throws {
        try reserve(80)
        space(18)
        try paragraph(title, Style.heading, as: .heading2)
        if let explanation { try paragraph(explanation, Style.small) }
        space(5)
    }

    /// Names and what they stand for.
    mutating func facts(_ facts: [(String, String)]) throws {
        try table(
            Style.table(
                [.init("", share: 1.4), .init("", share: 5, linesMax: nil)],
                facts.map { [Table.Cell($0.0, Style.muted), Table.Cell($0.1)] }
            )
        )
    }
}
