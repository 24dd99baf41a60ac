import Testing
import Web

@Suite struct `A page as a tree` {
    @Test func `is written with its text escaped`() {
        let page = HTML.element(
            "p",
            [.classes("a\"b"), .flag("hidden"), .set("title", "<&'>")],
            "x < y & \"z\" ",
            .element("br"),
            .text("</p><script>alert(1)</script>"),
            .nothing
        )
        #expect(
            page.written
                == "<p class=\"a&quot;b\" hidden title=\"&lt;&amp;&#39;&gt;\">"
                + "x &lt; y &amp; &quot;z&quot; <br>"
                + "&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>"
        )
        #expect(page.document.hasPrefix("<!doctype html><p"))
    }

    @Test(
        arguments: [
            ("https://example.com/?a=1&b=2", "https://example.com/?a=1&amp;b=2"),
            ("http://example.com", "http://example.com"),
            ("/f/abc", "/f/abc"),
            ("//evil.example", ""),
            ("javascript:alert(1)", ""),
            ("JavaScript:alert(1)", ""),
            ("data:text/html,x", ""),
            ("", ""),
        ]
    )
    func `links nowhere but to the web`(_ address: String, _ written: String) {
        #expect(
            HTML.element("a", [.href(address)], "x").written == "<a href=\"\(written)\">x</a>"
        )
    }
}

@Suite struct `A colour` {
    @Test func `is read from six digits`() {
        #expect(Colour("#2454D6")?.digits == "2454d6")
        #expect(Colour("000fff") == Colour(red: 0, green: 15, blue: 255))
        for text in ["", "#fff", "#12345g", "##123456", "#1234567", "red", "#1234é"] {
            #expect(Colour(text) == nil, "\(text)")
        }
    }

    /// The ratios are those of WCAG's own formula.
    @Test(
        arguments: [
            ("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.478),
            ("#2454d6", "#ffffff", 6.34), ("#ffff00", "#ffffff", 1.074),
        ]
    )
    func `has the contrast that the eye sees`(
        _ one: String,
        _ other: String,
        _ ratio: Double
    ) throws {
        let (one, other) = (try #require(Colour(one)), try #require(Colour(other)))
        #expect(abs(one.contrast(with: other) - ratio) < 0.01)
        #expect(one.contrast(with: other) == other.contrast(with: one))
    }

    @Test func `always has a text that can be read, and a shade that is one`() {
        for red in stride(from: 0, through: 255, by: 51) {
            for green in stride(from: 0, through: 255, by: 51) {
                for blue in stride(from: 0, through: 255, by: 51) {
                    let colour = Colour(red: UInt8(red), green: UInt8(green), blue: UInt8(blue))
                    #expect(colour.textColour.contrast(with: colour) >= 4.1)
                    for background in [Colour.white, .night] {
                        let shade = colour.readable(on: background)
                        #expect(shade.contrast(with: background) >= 4.5)
                    }
                }
            }
        }
    }
}
