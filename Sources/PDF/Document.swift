import CPango

/// A file in the making: pages that are filled from top to bottom.
///
/// ```swift
/// try Document.write(info, on: .a4, footer: "Sunrise Motors", to: write) { document in
///     try document.heading("What went wrong")
///     try document.table(errors)
/// }
/// ```
package struct Document: ~Copyable {
    package let paper: Paper
    /// What is drawn on; for everything that is no text and no table.
    package let canvas: Canvas
    /// Where the next thing goes.
    package var y: Double
    package private(set) var pageNumber = 1
    /// Nil while the pages are being counted.
    private let pageCount: Int?
    private let footer: String

    package static let margin = 48.0
    private static let footerHeight = 30.0

    private init(
        on surface: borrowing Surface,
        _ paper: Paper,
        footer: String,
        pageCount: Int?
    ) throws(PDFError) {
        canvas = try Canvas(on: surface)
        self.paper = paper
        self.footer = footer
        self.pageCount = pageCount
        y = Self.margin
    }

    /// Composes the pages and hands the bytes of the file over as they come.
    ///
    /// `compose` is called twice: a first time to count the pages, since each of them tells how many there
    /// are. The same composition always makes the same bytes.
    package static func write(
        _ info: DocumentInfo,
        on paper: Paper = .a4,
        footer: String,
        to take: @escaping (UnsafeRawBufferPointer) throws -> Void,
        compose: (inout Document) throws -> Void
    ) throws {
        let count = try pages(of: info, paper, footer, nil, Outlet(nil), compose)
        _ = try pages(of: info, paper, footer, count, Outlet(take), compose)
    }

    /// Composes the pages once, and answers how many there are.
    private static func pages(
        of info: DocumentInfo,
        _ paper: Paper,
        _ footer: String,
        _ pageCount: Int?,
        _ outlet: Outlet,
        _ compose: (inout Document) throws -> Void
    ) throws -> Int {
        let surface = try Surface(paper, to: outlet)
        surface.describe(as: info)
        let count: Int
        do {
            var document = try Document(on: surface, paper, footer: footer, pageCount: pageCount)
            try compose(&document)
            try document.endPage()
            try document.canvas.check()
            count = document.pageNumber
        } catch {
            // What kept the bytes from going out is the cause of whatever cairo says after it.
            if let cause = outlet.error { throw cause }
            throw error
        }
        try surface.finish()
        return count
    }
}

// MARK: - Pages

extension Document {
    /// The room between the margins.
    package var width: Double { paper.width - 2 * Self.margin }
    package var left: Double { Self.margin }
    package var bottom: Double { paper.height - Self.margin - Self.footerHeight + 12 }

    /// Goes on to a new page when less than so much is left of this one.
    package mutating func reserve(_ height: Double) throws(PDFError) {
        if y + height > bottom, y > Self.margin { try breakPage() }
    }

    package mutating func breakPage() throws(PDFError) {
        try endPage()
        pageNumber += 1
        y = Self.margin
    }

    package mutating func space(_ height: Double) { y += height }

    private func endPage() throws(PDFError) {
        let top = paper.height - Self.margin + 6
        let style = TextStyle(size: 7.5, color: Color(0x5B6675), linesMax: 1)
        canvas.stroke(
            [Point(left, top - 8), Point(left + width, top - 8)],
            Color(0xD9DEE5),
            width: 0.5
        )
        let number = pageCount.map { "Page \(pageNumber) of \($0)" } ?? "Page \(pageNumber)"
        // Furniture of the page, which nobody wants to have read aloud: it has no role.
        let layout = try TextLayout(footer, style, width: width - 90, in: canvas.text)
        layout.draw(at: Point(left, top), on: canvas)
        let place = try TextLayout(
            number,
            style.aligned(.right),
            width: 80,
            in: canvas.text
        )
        place.draw(at: Point(left + width - 80, top), on: canvas)
        cairo_show_page(canvas.handle)
    }
}

// MARK: - Text

extension Document {
    /// Adds a paragraph below what there is; one that is longer than the page has room goes on the next.
    package mutating func paragraph(
        _ text: String,
        _ style: TextStyle,
        as role: Role = .paragraph
    ) throws(PDFError) {
        try reserve(canvas.height(of: text, style, width: width))
        y += try canvas.write(text, style, at: Point(left, y), width: width, as: role)
    }

    /// Adds a drawing of a height, which stays on one page.
    package mutating func drawing(
        height: Double,
        _ draw: (borrowing Canvas, Rect) throws -> Void
    ) throws {
        try reserve(height)
        try draw(canvas, Rect(x: left, y: y, width: width, height: height))
        y += height
    }
}
