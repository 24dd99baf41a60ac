import Crypto

/// Text whose lines are short and whose bytes are ASCII (RFC 2045, section 6.7).
enum QuotedPrintable {
    static func encode(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map(line)
            .joined(separator: "\r\n")
    }

    /// At most 76 characters a line, the sign of a soft break included.
    private static func line(_ line: Substring) -> String {
        let bytes = Array(line.utf8)
        var lines = [""]
        var width = 0
        for (index, byte) in bytes.enumerated() {
            let piece = escaped(byte, isLast: index == bytes.count - 1)
            if width + piece.utf8.count > 75 {
                lines[lines.count - 1] += "="
                lines.append("")
                width = 0
            }
            lines[lines.count - 1] += piece
            width += piece.utf8.count
        }
        return lines.joined(separator: "\r\n")
    }

    /// A blank at a line's end would be lost on the way.
    private static func escaped(_ byte: UInt8, isLast: Bool) -> String {
        switch byte {
        case 0x3D: "=3D"
        case 0x09, 0x20: isLast ? "=" + Hex.encode([byte]).uppercased() : byte.asText
        case 0x21...0x7E: byte.asText
        default: "=" + Hex.encode([byte]).uppercased()
        }
    }
}

extension UInt8 {
    fileprivate var asText: String { String(decoding: [self], as: UTF8.self) }
}
