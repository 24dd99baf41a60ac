import Testing

@testable import Crypto

@Suite struct `API key` {
    @Test func `is accepted as it was made`() throws {
        for _ in 0..<200 {
            let key = APIKey.generate()
            #expect(APIKey(key.text) == key)
            #expect(key.text.utf8.count == 53)
            #expect(key.text.hasPrefix("sms_"))
            #expect(key.text.hasPrefix(key.prefix) && key.prefix.count == 12)
            #expect(key.hash == SHA256.hex(key.text))
        }
    }

    @Test func `is refused with any character changed`() {
        let characters = Array(APIKey.generate().text)
        for index in characters.indices {
            var changed = characters
            changed[index] = changed[index] == "x" ? "y" : "x"
            #expect(!APIKey.isWellFormed(String(changed)), "position \(index)")
        }
    }

    @Test(arguments: ["", "sms_", "sms_\0", "SMS_", String(repeating: "a", count: 10_000)])
    func `is refused in another form`(_ text: String) {
        #expect(!APIKey.isWellFormed(text))
        #expect(!APIKey.isWellFormed(APIKey.generate().text + text + "a"))
    }

    @Test func `hides itself`() {
        let key = APIKey.generate()
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key)" == "\(key.prefix)…")
        #expect(!dumped.contains(key.text))
    }

    @Test func `has a checksum of the standard kind`() {
        #expect(crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    }
}

@Suite struct `Random token` {
    @Test func `is accepted as it was made, and hides itself`() {
        let token = Token.generate()
        #expect(Token(token.text) == token)
        #expect(token.text.utf8.count == 43)
        #expect(token.hash.utf8.count == 64)
        #expect("\(token)" == "Token(…)")
    }

    @Test(arguments: [
        "", "a", String(repeating: "=", count: 43), String(repeating: "a", count: 44),
    ])
    func `is refused in another form`(_ text: String) {
        #expect(Token(text) == nil)
    }
}

@Suite struct `Password` {
    @Test func `is verified against its hash only`() throws {
        let stored = try PasswordHash.hash("correct horse")
        #expect(stored.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(PasswordHash.verify("correct horse", against: stored))
        #expect(!PasswordHash.verify("correct horsE", against: stored))
        #expect(!PasswordHash.verify("", against: stored))
        #expect(try PasswordHash.hash("correct horse") != stored)
    }

    @Test(arguments: ["", "pass\0word", "пароль 🔑", String(repeating: "p", count: 1_024)])
    func `may be any text`(_ password: String) throws {
        let stored = try PasswordHash.hash(password)
        #expect(PasswordHash.verify(password, against: stored))
        #expect(!PasswordHash.verify(password + "x", against: stored))
    }

    @Test(arguments: [
        "", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$AAAA", "$2b$10$abcdefghijklmnopqrstuv",
        "$argon2id$v=19$m=4294967295,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA", "\0",
    ])
    func `is never verified against a stored text that is not ours`(_ stored: String) {
        #expect(!PasswordHash.verify("password", against: stored))
    }
}
