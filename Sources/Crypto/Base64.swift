/// Bytes as Base64 text (RFC 4648).
package enum Base64 {
    /// The standard alphabet, with padding.
    package static func encode(_ bytes: [UInt8]) -> String {
        encode(bytes, alphabet: standard, isPadded: true)
    }

    /// The alphabet for URLs and file names, without padding.
    package static func encodeURLSafe(_ bytes: [UInt8]) -> String {
        encode(bytes, alphabet: urlSafe, isPadded: false)
    }

    /// Reads the standard alphabet with its padding, strictly.
    ///
    /// Nil for white space, missing padding, and bits that no byte uses: every value has exactly
    /// one text, so a signature cannot be spelled in two ways.
    package static func decode(_ text: String) -> [UInt8]? {
        var characters = Array(text.utf8)[...]
        guard characters.count.isMultiple(of: 4) else { return nil }
        for _ in 0..<2 where characters.last == padding { characters.removeLast() }
        return decode(characters)
    }

    /// Reads the alphabet for URLs and file names, which has no padding; as strict.
    package static func decodeURLSafe(_ text: String) -> [UInt8]? {
        guard !text.utf8.contains(where: { $0 == standard[62] || $0 == standard[63] }) else {
            return nil
        }
        let characters = text.utf8.map { character in
            character == urlSafe[62]
                ? standard[62] : character == urlSafe[63] ? standard[63] : character
        }
        return decode(characters[...])
    }

    private static func decode(_ characters: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count * 3 / 4)
        var bits: UInt32 = 0
        var bitCount = 0
        for character in characters {
            guard let value = value(character) else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            bits &= (1 << UInt32(bitCount)) - 1
        }
        return bits == 0 && bitCount < 6 ? bytes : nil
    }
}

// MARK: -

extension Base64 {
    private static let padding = UInt8(ascii: "=")
    private static let standard = alphabet(ending: "+/")
    private static let urlSafe = alphabet(ending: "-_")

    private static func alphabet(ending: String) -> [UInt8] {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return Array((letters + ending).utf8)
    }

    private static func encode(_ bytes: [UInt8], alphabet: [UInt8], isPadded: Bool) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in group { bits = bits << 8 | UInt32(byte) }
            bits <<= UInt32(3 - group.count) * 8
            for index in 0...group.count {
                text.append(alphabet[Int(bits >> UInt32(18 - index * 6)) & 0x3F])
            }
            if isPadded { text += repeatElement(padding, count: 3 - group.count) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x41...0x5A: character - 0x41
        case 0x61...0x7A: character - 0x61 + 26
        case 0x30...0x39: character - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
