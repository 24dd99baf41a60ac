/// The text form of an id (RFC 9562, section 4), as PostgreSQL would take it.
package enum UUIDText {
    package static func isWellFormed(_ text: some StringProtocol) -> Bool {
        var length = 0
        for byte in text.utf8 {
            guard length < self.length else { return false }
            switch length {
            case 8, 13, 18, 23: guard byte == UInt8(ascii: "-") else { return false }
            default: guard isHexDigit(byte) else { return false }
            }
            length += 1
        }
        return length == self.length
    }

    private static var length: Int { 36 }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
