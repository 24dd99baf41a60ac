import Testing

@testable import Crypto

@Suite("One-time codes")
struct OneTimeCodeTests {
    /// RFC 6238, appendix B, for SHA-1, of whose eight digits the last six are ours.
    private let code = OneTimeCode(secret: Array("12345678901234567890".utf8))

    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"),
        (1_234_567_890, "005924"), (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func `are those of the standard`(unixSeconds: Int, digits: String) {
        #expect(code.step(of: digits, at: unixSeconds, after: nil) == unixSeconds / 30)
    }

    @Test func `are taken from a clock that is one step off, and not two`() {
        let digits = code.digits(at: 100)
        #expect(
            [98, 99, 100, 101, 102].map { code.step(of: digits, at: $0 * 30, after: nil) }
                == [nil, 100, 100, 100, nil]
        )
    }

    @Test func `are taken once`() {
        #expect(code.step(of: code.digits(at: 100), at: 3000, after: 100) == nil)
        #expect(code.step(of: code.digits(at: 101), at: 3000, after: 100) == 101)
    }

    @Test(arguments: ["", "12345", "1234567", "abcdef", "２８７０８２"])
    func `are six digits and nothing else`(typed: String) {
        #expect(code.step(of: typed, at: 59, after: nil) == nil)
    }

    @Test func `may be typed with a space`() {
        #expect(code.step(of: "287 082", at: 59, after: nil) == 1)
    }

    @Test func `are set up by an address that apps understand`() {
        #expect(
            code.address(encodedIssuer: "Capital%20Honda", encodedAccount: "ada%40example.com")
                == "otpauth://totp/Capital%20Honda:ada%40example.com"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Capital%20Honda"
        )
    }

    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI"),
    ])
    func `Base32 is that of RFC 4648`(text: String, encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
    }

    @Test func `recovery codes are known however they are typed`() {
        let code = RecoveryCode.generate()
        let typed = code.text.lowercased().replacing("-", with: " ")
        #expect(RecoveryCode(typed)?.hash == code.hash)
        #expect(RecoveryCode("ABCD") == nil)
        #expect(RecoveryCode.generate() != code)
    }
}
