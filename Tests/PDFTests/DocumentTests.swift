import PDF
import Testing

@Suite struct `A document` {
    private let info = DocumentInfo(
        title: "Figures (всё)",
        author: "Sunrise Motors",
        subject: "A test",
        creator: "SMS Tracker",
        date: "2026-11-16T07:00:00Z"
    )
    private let text = TextStyle(size: 10, color: .black)

    private func bytes(
        on paper: Paper = .a4,
        compose: (inout Document) throws -> Void
    ) throws -> [UInt8] {
        let collected = Collected()
        try Document.write(
            info,
            on: paper,
            footer: "A footer",
            to: { collected.bytes += $0 },
            compose: compose
        )
        return collected.bytes
    }

    private final class Collected {
        var bytes: [UInt8] = []
    }

    @Test func `begins and ends as a PDF does`() throws {
        let file = try bytes { document in try document.paragraph("Hello", text) }
        #expect(String(decoding: file.prefix(8), as: UTF8.self) == "%PDF-1.5")
        #expect(String(decoding: file.suffix(6), as: UTF8.self).hasPrefix("%%EOF"))
    }

    @Test func `is the same bytes whenever it is made of the same`() throws {
        let files = try (0..<3).map { _ in
            try bytes { document in
                try document.paragraph("Hello, مرحبا, שלום, こんにちは, नमस्ते 😀", text)
                try document.table(table(rows: 90))
            }
        }
        #expect(Set(files).count == 1)
    }

    @Test(arguments: [(0, 1), (20, 1), (90, 3), (400, 11)])
    func `takes as many pages as its table needs`(_ rows: Int, _ atLeast: Int) throws {
        let file = try bytes { document in try document.table(table(rows: rows)) }
        let pages = pageCount(of: file)
        #expect(pages >= atLeast)
        #expect(pages <= atLeast + 2)
    }

    @Test func `composes twice, to know how many pages there are`() throws {
        var compositions = 0
        _ = try bytes { document in
            compositions += 1
            try document.breakPage()
        }
        #expect(compositions == 2)
    }

    @Test func `hands on the error of whoever takes its bytes`() throws {
        struct Gone: Error {}
        #expect(throws: Gone.self) {
            try Document.write(info, footer: "", to: { _ in throw Gone() }) { document in
                try document.table(table(rows: 200))
            }
        }
    }

    @Test func `hands on the error of its composition, and writes nothing after it`() throws {
        struct Broken: Error {}
        let collected = Collected()
        #expect(throws: Broken.self) {
            try Document.write(info, footer: "", to: { collected.bytes += $0 }) { _ in
                throw Broken()
            }
        }
        #expect(collected.bytes.isEmpty)
    }

    @Test func `takes any text`() throws {
        let odd = [
            "", " ", "\u{0}\u{1}\u{7F}", "\u{202E}reversed", "\u{FFFF}", "e\u{301}\u{301}\u{301}",
            "👩‍👩‍👧‍👦", String(repeating: "x", count: 100_000), "line\nline\r\nline",
        ]
        let file = try bytes { document in
            for text in odd { try document.paragraph(text, self.text.limited(to: 2)) }
            try document.table(
                Table(
                    [.init("A"), .init("B", .right)],
                    rows: odd.map { [Table.Cell($0), Table.Cell($0)] },
                    style: text,
                    headerStyle: text,
                    lineColor: .black
                )
            )
        }
        #expect(pageCount(of: file) >= 1)
    }

    @Test func `has pages of the paper's size`() throws {
        let file = try bytes(on: .letter) { document in try document.paragraph("Hello", text) }
        #expect(String(decoding: file, as: UTF8.self).contains("/MediaBox [ 0 0 612 792 ]"))
    }

    // MARK: -

    private func table(rows: Int) -> Table {
        Table(
            [.init("Name", share: 3), .init("Figure", .right)],
            rows: (0..<rows).map { [Table.Cell("Row \($0)"), Table.Cell("\($0 * 7)")] },
            style: text,
            headerStyle: text,
            lineColor: .black
        )
    }

    private func pageCount(of file: [UInt8]) -> Int {
        let text = String(decoding: file, as: UTF8.self)
        return text.split(separator: "/Type /Page % ").count - 1
    }
}
