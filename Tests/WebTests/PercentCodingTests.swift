import Testing
import Web

@Suite struct `Percent-encoding` {
    @Test(arguments: [
        ("plain", "plain"), ("a%20b", "a b"), ("%C3%A9", "é"), ("%c3%a9", "é"), ("%2F", "/"),
        ("%2520", "%20"),  // once, never twice
        ("100%", "100%"), ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%%41", "%A"), ("%G1", "%G1"),
        ("%+1", "%+1"), ("a+b", "a+b"), ("%FF", "\u{FFFD}"), ("%00", "\0"), ("", ""),
    ])
    func `is undone byte by byte, and a stray percent sign stays`(_ text: String, _ value: String) {
        #expect(PercentCoding.decode(text) == value)
    }

    @Test func `takes a plus sign as a space only where forms do`() {
        #expect(PercentCoding.decode("a+b%2B", plusIsSpace: true) == "a b+")
    }

    @Test(arguments: [
        ("AZaz09-._~", "AZaz09-._~"), (" ", "%20"), ("+", "%2B"), ("é", "%C3%A9"),
        ("a/b?c&d=e%", "a%2Fb%3Fc%26d%3De%25"), ("\n", "%0A"),
    ])
    func `leaves only unreserved characters`(_ text: String, _ encoded: String) {
        #expect(PercentCoding.encode(text) == encoded)
        #expect(PercentCoding.decode(encoded) == text)
    }
}

@Suite struct `A form` {
    @Test func `keeps names and values in order`() {
        let form = Form(decoding: "a=1&b=x+y%26z&a=2&&flag&=nameless&eq=p=q&")
        #expect(
            form.pairs == [
                .init("a", "1"), .init("b", "x y&z"), .init("a", "2"), .init("flag", ""),
                .init("", "nameless"), .init("eq", "p=q"),
            ]
        )
        #expect(form["a"] == "1")
        #expect(form.all("a") == ["1", "2"])
        #expect(form["absent"] == nil)
        #expect(form.all("absent") == [])
    }

    @Test func `survives being sent`() {
        var form = Form([.init("to", "+15005550006"), .init("body", "50% off & free=✓")])
        form.add("", "")
        #expect(Form(decoding: form.encoded) == form)
        #expect(form.encoded == "to=%2B15005550006&body=50%25%20off%20%26%20free%3D%E2%9C%93&=")
    }

    @Test func `of nothing is empty`() {
        #expect(Form(decoding: "").pairs.isEmpty)
        #expect(Form().encoded == "")
    }
}
