import PDF
import Testing

@Suite struct `An axis` {
    @Test(arguments: [
        (0, [0, 1]), (1, [0, 1]), (4, [0, 1, 2, 3, 4]), (6, [0, 2, 4, 6]),
        (17, [0, 5, 10, 15, 20]),
        (523, [0, 200, 400, 600]), (99_999, [0, 20_000, 40_000, 60_000, 80_000, 100_000]),
    ])
    func `has few and round numbers, up to the greatest value`(_ greatest: Int, _ ticks: [Int]) {
        #expect(Axis(upTo: greatest).ticks.map { Int($0) } == ticks)
    }

    @Test(arguments: [(0.97, 0.9), (0.9, 0.9), (0.83, 0.8), (0.79, 0.5), (0.2, 0.0), (0.0, 0.0)])
    func `of shares begins below the least and ends at all`(_ least: Double, _ base: Double) {
        let axis = Axis(sharesDownTo: least)
        #expect(axis.base == base)
        #expect(abs(axis.top - 1) < 0.000_001)
    }
}

@Suite struct `A colour` {
    @Test(arguments: ["#f5c400", "#ffffff", "#00ff88", "#000000", "#2454d6"])
    func `can be made readable on white`(_ text: String) throws {
        let color = try #require(Color(css: text))
        #expect(color.readableOnWhite.contrast(with: .white) >= 4.5)
    }

    @Test(arguments: ["", "f5c400", "#f5c40", "#f5c40g", "#f5c4000", "#+5c400"])
    func `of no style sheet is none`(_ text: String) {
        #expect(Color(css: text) == nil)
    }

    @Test func `has the contrast that WCAG computes`() throws {
        #expect(abs(Color.black.contrast(with: .white) - 21) < 0.01)
        #expect(abs(Color(0x777777).contrast(with: .white) - 4.48) < 0.01)
    }
}

@Suite struct `A picture` {
    /// A PNG of one pixel.
    private let pixel: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44,
        0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1F,
        0x15, 0xC4, 0x89, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0xF8,
        0xCF, 0xC0, 0xF0, 0x1F, 0x00, 0x05, 0x00, 0x01, 0xFF, 0x89, 0x99, 0x3D, 0x1D, 0x00, 0x00,
        0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ]

    @Test func `keeps its proportions in a box`() throws {
        let picture = try Picture(pixel)
        let size = picture.size(within: Rect(x: 0, y: 0, width: 130, height: 44))
        #expect(size.width == 44 && size.height == 44)
    }

    @Test func `of a damaged file is refused`() {
        let size: [UInt8] = [0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00]
        let huge = Array(pixel[..<16]) + size + pixel[24...]
        let broken: [[UInt8]] = [
            [], Array("RIFF....WEBPVP8 ".utf8), Array(pixel.prefix(30)), huge, [0xFF, 0xD8],
            [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00],
        ]
        for bytes in broken {
            #expect(throws: PDFError.self) { _ = try Picture(bytes) }
        }
    }
}
