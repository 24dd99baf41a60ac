import Testing

@testable import Crypto

@Suite struct `Sealing` {
    private let key: SealingKey

    init() throws { key = try SealingKey(randomBytes(32)) }

    @Test(arguments: [0, 1, 15, 16, 17, 4_096])
    func `is undone with the same key and context`(_ count: Int) throws {
        let secret = randomBytes(count)
        let context = Array("provider 7".utf8)
        let sealed = try key.seal(secret, context: context)
        #expect(try key.open(sealed, context: context) == secret)
        #expect(sealed.count == count + 28)
        #expect(try key.seal(secret, context: context) != sealed)
    }

    @Test func `is refused when a single bit differs`() throws {
        let sealed = try key.seal(Array("secret".utf8))
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: CryptoError.notAuthentic) { try key.open(changed) }
        }
        #expect(throws: CryptoError.notAuthentic) { try key.open(sealed, context: [1]) }
        #expect(throws: CryptoError.notAuthentic) { try key.open(sealed.dropLast()) }
        #expect(throws: CryptoError.notAuthentic) { try SealingKey(randomBytes(32)).open(sealed) }
        for count in 0..<28 {
            #expect(throws: CryptoError.notAuthentic) { try key.open(Array(sealed.prefix(count))) }
        }
    }

    /// McGrew and Viega, "The Galois/Counter Mode of Operation", test case 14.
    @Test func `opens what another implementation sealed`() throws {
        let known = try SealingKey([UInt8](repeating: 0, count: 32))
        let nonce = [UInt8](repeating: 0, count: 12)
        let ciphertext = try #require(Hex.decode("cea7403d4d606b6e074ec5d3baf39d18"))
        let tag = try #require(Hex.decode("d0d1c8a799996bf0265b98b5d48ab919"))
        #expect(try known.open(nonce + ciphertext + tag) == [UInt8](repeating: 0, count: 16))
    }

    @Test(arguments: [0, 16, 31, 33])
    func `needs a key of 32 bytes`(_ count: Int) {
        #expect(throws: CryptoError.wrongKeyLength(expected: 32, actual: count)) {
            try SealingKey(randomBytes(count))
        }
    }

    @Test func `hides its key`() {
        #expect("\(key)" == "SealingKey(…)")
    }
}
