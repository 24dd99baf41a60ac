import Crypto
import Testing

@Suite struct `Digests` {
    /// FIPS 180-4 examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `agree with the standard`(_ text: String, _ digest: String) {
        #expect(SHA256.hex(text) == digest)
    }

    /// RFC 2202 and RFC 4231, test case 2.
    @Test func `are keyed as the standard says`() {
        let key = Array("Jefe".utf8)
        let message = Array("what do ya want for nothing?".utf8)
        #expect(
            Hex.encode(HMAC.sha1(key: key, message: message))
                == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        )
        #expect(
            Hex.encode(HMAC.sha256(key: key, message: message))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
    }

    @Test func `take empty keys and messages`() {
        #expect(
            Hex.encode(HMAC.sha1(key: [], message: []))
                == "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d"
        )
        #expect(HMAC.sha256(key: [], message: [1]).count == 32)
    }

    @Test func `compare in constant time`() {
        #expect(constantTimeEquals([], []))
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
    }

    @Test func `draw bytes that differ`() {
        #expect(randomBytes(0).isEmpty)
        #expect(randomBytes(32).count == 32)
        #expect(Set((0..<1_000).map { _ in randomBytes(16) }).count == 1_000)
    }
}
