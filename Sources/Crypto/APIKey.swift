/// The secret that a program shows to be let in: `sms_`, 43 random characters, 6 of checksum.
///
/// The prefix lets people and secret scanners recognise a key that leaked, and the checksum tells a
/// mistyped one from a revoked one without asking the database. There are letters and digits
/// only, so that a double click selects the whole key.
package struct APIKey: Sendable, Hashable {
    /// The whole key; shown once, when it is made.
    package let text: String

    /// A new key of 256 random bits (62⁴³ > 2²⁵⁶).
    package static func generate() -> APIKey {
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<secretCount).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        }
        return APIKey(
            known: marker + String(decoding: secret + checksum(of: secret), as: UTF8.self)
        )
    }

    /// Accepts a text of the right form and checksum; whether the key is known is another question.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.count == Self.marker.utf8.count + Self.secretCount + Self.checksumCount,
            text.hasPrefix(Self.marker)
        else { return nil }
        let secret = Array(bytes.dropFirst(Self.marker.utf8.count).prefix(Self.secretCount))
        guard secret.allSatisfy(Self.alphabet.contains),
            bytes.suffix(Self.checksumCount).elementsEqual(Self.checksum(of: secret))
        else { return nil }
        self.text = text
    }

    private init(known text: String) { self.text = text }

    /// Whether a text has the form of a key.
    package static func isWellFormed(_ text: String) -> Bool { APIKey(text) != nil }
}

extension APIKey {
    /// What is stored in place of the key: the SHA-256 of the whole, in hexadecimal.
    package var hash: String { SHA256.hex(text) }

    /// The beginning, by which its owner recognises the key in a list.
    package var prefix: String { String(text.prefix(Self.marker.count + 8)) }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The prefix only: safe in a log line.
    package var description: String { "\(prefix)…" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

// MARK: -

extension APIKey {
    private static let marker = "sms_"
    private static let secretCount = 43
    private static let checksumCount = 6
    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8
    )

    /// The CRC-32 of the secret in base 62, most significant digit first.
    private static func checksum(of secret: [UInt8]) -> [UInt8] {
        var rest = crc32(secret)
        var digits: [UInt8] = []
        for _ in 0..<checksumCount {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 62)
            digits.append(alphabet[Int(remainder)])
            rest = quotient
        }
        return digits.reversed()
    }
}

/// The checksum of gzip and Ethernet (ISO 3309), reflected polynomial EDB88320; 49 bytes want no table.
func crc32(_ bytes: [UInt8]) -> UInt32 {
    var remainder = UInt32.max
    for byte in bytes {
        remainder ^= UInt32(byte)
        for _ in 0..<8 {
            remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0)
        }
    }
    return ~remainder
}
