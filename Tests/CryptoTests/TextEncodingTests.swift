import Crypto
import Testing

@Suite struct `Base64 text` {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `agrees with the standard`(_ text: String, _ encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "====", "=", "Zg==\n", " Zg==", "Zh==", "Zm9=", "Z-_=",
        "Zm9v====",
        "Z=g=", "é===", "Zm9\0",
    ])
    func `has one spelling only`(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func `has an alphabet for URLs`() {
        #expect(Base64.encodeURLSafe([0xFB, 0xFF]) == "-_8")
        #expect(Base64.encode([0xFB, 0xFF]) == "+/8=")
    }

    @Test func `reads back what it wrote`() {
        for count in 0..<200 {
            let bytes = randomBytes(count)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        }
    }
}

@Suite struct `Hexadecimal` {
    @Test func `is lower case and reads both`() {
        #expect(Hex.encode([0x00, 0x1F, 0xAB]) == "001fab")
        #expect(Hex.decode("001FaB") == [0x00, 0x1F, 0xAB])
    }

    @Test(arguments: ["0", "0g", "0x", " 00", "٠٠", "+1"])
    func `reads nothing else`(_ text: String) {
        #expect(Hex.decode(text) == nil)
    }
}
