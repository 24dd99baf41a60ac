import Testing

@testable import Mail

@Suite struct `The text of a message` {
    @Test func `has lines that every server takes`() throws {
        let sender = try #require(MailAddress("a@example.com"))
        let mail = Mail(
            to: (1...40).compactMap { MailAddress("somebody\($0)@example.com", name: "Ünï \($0)") },
            subject: String(repeating: "Ein Wort und 文字 ", count: 30),
            text: String(repeating: "x", count: 3000) + "\ntrailing \nあ",
            html: "<p>=</p>"
        )
        let bytes = mail.composed(from: sender, atSeconds: 1_795_000_000, boundary: "b")
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(bytes.allSatisfy { $0 < 0x80 })
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
            #expect(line.utf8.count <= 78)
            #expect(!line.contains("\n"))
        }
        #expect(text.contains("Date: Wed, 18 Nov 2026 11:06:40 +0000\r\n"))
        #expect(text.contains("trailing=20\r\n=E3=81=82"))
        #expect(text.contains("<p>=3D</p>"))
    }

    @Test func `names the same message the same way each time`() throws {
        let sender = try #require(MailAddress("a@example.com"))
        var mail = Mail(to: [sender], subject: "s", text: "t")
        mail.key = "delivery-7"
        let ids = ["b1", "b2"].map { boundary in
            String(
                decoding: mail.composed(from: sender, atSeconds: 0, boundary: boundary),
                as: UTF8.self
            )
            .split(separator: "\r\n").first { $0.hasPrefix("Message-ID:") }
        }
        #expect(ids[0] == ids[1])
    }

    @Test(arguments: [
        "", "ann", "@example.com", "ann@", "a b@example.com", "ann@exa mple.com",
        "ann@@example.com",
        "ann@example..com", ".ann@example.com", "<ann@example.com>", "ann@example.com\r\nX: 1",
        "änn@example.com",
    ])
    func `goes to no address that servers refuse`(_ address: String) {
        #expect(MailAddress(address) == nil)
    }

    @Test(arguments: [
        ("ann@example.com", "", "ann@example.com"),
        ("Ann <ann@example.com>", "Ann", "ann@example.com"),
        (
            "\"Sunrise, Inc.\" <o'hara+x@mail.example.com>", "Sunrise, Inc.",
            "o'hara+x@mail.example.com"
        ),
    ])
    func `comes from whom the setting names`(_ text: String, _ name: String, _ address: String) {
        let parsed = MailAddress(parsing: text)
        #expect(parsed?.name == name)
        #expect(parsed?.address == address)
    }
}
