extension StringProtocol {
    /// The text with look-alike characters replaced, so that it may stay in GSM-7.
    ///
    /// One curly quote moves a whole body to UCS-2 and more than doubles its price. The
    /// replacements are those of Twilio's segment calculator, its oddities included (U+2039 becomes
    /// `>`, wide spaces become two spaces), so that our count equals the bill. Characters without a
    /// look-alike stay, and the body then stays in UCS-2. The text can grow: an ellipsis becomes
    /// three points.
    package var smartEncoded: String {
        guard unicodeScalars.contains(where: { SmartEncoding.replacement(for: $0) != nil }) else {
            return String(self)
        }
        var encoded = ""
        encoded.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            if let replacement = SmartEncoding.replacement(for: scalar) {
                encoded += replacement
            } else {
                encoded.unicodeScalars.append(scalar)
            }
        }
        return encoded
    }
}

// MARK: -

enum SmartEncoding {
    /// What replaces a character; nil where it stays.
    static func replacement(for scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x20...0x5F, 0x61...0x7E: nil
        case 0xFF01...0xFF3F, 0xFF5B...0xFF5E: fullWidth(scalar)
        case 0x0, 0x3, 0x4, 0x10...0x14, 0x17, 0x19, 0x200B, 0x2060, 0xFEFF: ""
        case 0x2001, 0x2028, 0x2029: " "
        case 0x80, 0x8D, 0x90, 0x9B, 0x9F, 0xA0, 0x2000, 0x2002...0x200A, 0x202F, 0x205F, 0x3000:
            "  "
        case 0x9: "       "
        case 0x1C3, 0xFE15, 0xFE57: "!"
        case 0x203C: "!!"
        case 0xAB, 0xBB, 0x2BA, 0x2EE, 0x201C...0x201F, 0x275D, 0x275E, 0x301D, 0x301E: "\""
        case 0xFE5F: "#"
        case 0xFE69: "$"
        case 0xFE6A: "%"
        case 0xFE60: "&"
        case 0x60, 0xB4, 0x2B9, 0x2BB...0x2BD, 0x2C8, 0x2CA, 0x2CB, 0x313, 0x314, 0x2017...0x2019,
            0x201B, 0x275B, 0x275C, 0xFE10, 0xFE11:
            "'"
        case 0x2768, 0x276A, 0x27EE, 0x2985, 0xFE59: "("
        case 0x2769, 0x276B, 0x27EF, 0x2986, 0xFE5A: ")"
        case 0x204E, 0x2217, 0x229B, 0x2722...0x2725, 0x2731...0x2733, 0x273A...0x273D, 0x2743,
            0x2749...0x274B, 0x29C6, 0xFE61:
            "*"
        case 0x2D6, 0xFE62: "+"
        case 0x326, 0x201A, 0x3001, 0xFE50, 0xFE51, 0xFF64: ","
        case 0x2010, 0x2013...0x2015, 0x2022, 0x2043, 0x23BC, 0x23BD, 0xFE63: "-"
        case 0x3002, 0xFE52, 0xFF61: "."
        case 0x2026: "..."
        case 0xF7, 0x337, 0x338, 0x2044, 0x2215, 0x29F8: "/"
        case 0xBD: "1/2"
        case 0xBC: "1/4"
        case 0xBE: "3/4"
        case 0x2D0, 0x2F8, 0x2982, 0xA789, 0xFE13: ":"
        case 0x204F, 0xFE14, 0xFE54: ";"
        case 0x203A, 0xFE64: "<"
        case 0x347, 0xA78A, 0xFE66: "="
        case 0x2039, 0xFE65: ">"
        case 0xFE16, 0xFE56: "?"
        case 0xFE6B: "@"
        case 0x20E5, 0x29F5, 0x29F9, 0xFE68: "\\"
        case 0x2C6, 0x302, 0x1DCD: "^"
        case 0x332: "_"
        case 0x2774, 0xFE5B: "{"
        case 0x20D2, 0x20D3, 0x2223, 0x239C, 0x239F, 0x23B8, 0x23B9, 0x23D0: "|"
        case 0x2775, 0xFE5C: "}"
        case 0x2DC, 0x2F7, 0x303, 0x330, 0x334, 0x223C: "~"
        default: smallCapital(scalar)
        }
    }

    /// The capital letter of a small capital of the phonetic alphabets.
    private static func smallCapital(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x1D00: "A"
        case 0x299: "B"
        case 0x1D04: "C"
        case 0x1D05: "D"
        case 0x1D07: "E"
        case 0xA730: "F"
        case 0x262: "G"
        case 0x29C: "H"
        case 0x26A: "I"
        case 0x1D0A: "J"
        case 0x1D0B: "K"
        case 0x29F: "L"
        case 0x1D0D: "M"
        case 0x274: "N"
        case 0x1D0F: "O"
        case 0x1D18: "P"
        case 0x280: "R"
        case 0xA731: "S"
        case 0x1D1B: "T"
        case 0x1D1C: "U"
        case 0x1D20: "V"
        case 0x1D21: "W"
        case 0x28F: "Y"
        case 0x1D22: "Z"
        default: nil
        }
    }

    /// The ASCII character of a full-width one; Unicode keeps both in the same order.
    private static func fullWidth(_ scalar: Unicode.Scalar) -> String? {
        Unicode.Scalar(scalar.value - 0xFEE0).map { String($0) }
    }
}
