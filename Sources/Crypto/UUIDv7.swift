/// Identifiers that sort by the time they were made (RFC 9562, version 7).
///
/// New rows then land at the end of an index rather than all over it.
package enum UUIDv7 {
    /// A new identifier for a moment, in milliseconds since 1970.
    package static func make(nowMilliseconds: Int64) -> String {
        var generator = SystemRandomNumberGenerator()
        return make(nowMilliseconds: nowMilliseconds, random: &generator)
    }

    /// The same with chance from the caller: 48 bits of time, 74 of chance.
    package static func make(
        nowMilliseconds: Int64,
        random: inout some RandomNumberGenerator
    ) -> String {
        let time = UInt64(max(0, nowMilliseconds)) & 0xFFFF_FFFF_FFFF
        let high = time << 16 | 0x7000 | UInt64.random(in: 0...0xFFF, using: &random)
        let low =
            0x8000_0000_0000_0000 | UInt64.random(in: 0...0x3FFF_FFFF_FFFF_FFFF, using: &random)
        return text(high: high, low: low)
    }

    /// Whether a text is a UUID of any version, in the form with hyphens; the case does not matter.
    package static func isWellFormed(_ text: String) -> Bool {
        let characters = Array(text.utf8)
        return characters.count == 36
            && characters.indices.allSatisfy { index in
                switch (index, characters[index]) {
                case (8, let hyphen), (13, let hyphen), (18, let hyphen), (23, let hyphen):
                    hyphen == UInt8(ascii: "-")
                case (_, 0x30...0x39), (_, 0x41...0x46), (_, 0x61...0x66): true
                default: false
                }
            }
    }

    private static func text(high: UInt64, low: UInt64) -> String {
        let bytes = [high, low].flatMap { word in
            stride(from: 56, through: 0, by: -8).map {
                UInt8(truncatingIfNeeded: word >> UInt64($0))
            }
        }
        var digits = Array(Hex.encode(bytes).utf8)
        for position in [20, 16, 12, 8] { digits.insert(UInt8(ascii: "-"), at: position) }
        return String(decoding: digits, as: UTF8.self)
    }
}
