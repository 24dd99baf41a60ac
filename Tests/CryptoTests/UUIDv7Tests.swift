import Crypto
import Testing

@Suite struct `UUID version 7` {
    /// RFC 9562, appendix A.6, whose chance bits are all given.
    @Test func `agrees with the standard`() {
        var random = Fixed(values: [0xCC3 << 52, 0x18C4_DC0C_0C07_398F << 2])
        #expect(
            UUIDv7.make(nowMilliseconds: 0x017F_22E2_79B0, random: &random).hasPrefix(
                "017f22e2-79b0-7"
            )
        )
    }

    @Test func `has its version, its variant and its form`() {
        for _ in 0..<1_000 {
            let text = UUIDv7.make(nowMilliseconds: 1_700_000_000_000)
            let characters = Array(text)
            #expect(UUIDv7.isWellFormed(text))
            #expect(characters[14] == "7" && "89ab".contains(characters[19]))
        }
    }

    @Test func `sorts by time and is never the same`() {
        let made = (0..<5_000).map { UUIDv7.make(nowMilliseconds: 1_700_000_000_000 + $0) }
        #expect(made == made.sorted())
        let together = (0..<5_000).map { _ in UUIDv7.make(nowMilliseconds: 1) }
        #expect(Set(together).count == 5_000)
    }

    @Test(arguments: [Int64.min, -1, 0, .max])
    func `is made for any time`(_ milliseconds: Int64) {
        #expect(UUIDv7.isWellFormed(UUIDv7.make(nowMilliseconds: milliseconds)))
    }

    @Test(arguments: [
        "", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398\0", "-17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2079b0-7cc3-98c4-dc0c0c07398f",
    ])
    func `is told from other texts`(_ text: String) {
        #expect(!UUIDv7.isWellFormed(text))
    }
}

/// Chance that is none.
private struct Fixed: RandomNumberGenerator {
    var values: [UInt64]

    mutating func next() -> UInt64 { values.isEmpty ? 0 : values.removeFirst() }
}
