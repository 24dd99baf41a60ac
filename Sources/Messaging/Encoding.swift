/// How a body travels to the handset; it decides what a segment holds.
package enum Encoding: String, Sendable, Hashable {
    /// The default alphabet of 3GPP TS 23.038; a unit is a septet.
    case gsm7 = "GSM-7"
    /// Really UTF-16; a unit is one of its code units.
    case ucs2 = "UCS-2"
}

extension Encoding {
    /// Units that fit when the message is a single segment.
    package var unitsAlone: Int {
        switch self {
        case .gsm7: 160
        case .ucs2: 70
        }
    }

    /// Units that fit in each segment of a longer message, after its six-byte header.
    package var unitsConcatenated: Int {
        switch self {
        case .gsm7: 153
        case .ucs2: 67
        }
    }
}

/// The GSM-7 alphabet: 3GPP TS 23.038, the default table and its extension.
enum GSM7 {
    /// Septets that a character costs; nil where GSM-7 does not have it.
    ///
    /// Extension characters cost two, the escape and their own. The escape itself is not a character
    /// that anyone can send.
    static func septets(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "\u{0C}", "^", "{", "}", "\\", "[", "]", "~", "|", "€": 2
        case "`": nil
        case "\n", "\r", " "..."~": 1
        case "£", "¥", "è", "é", "ù", "ì", "ò", "Ç", "Ø", "ø", "Å", "å", "Æ", "æ", "ß", "É", "¤",
            "¡", "Ä", "Ö", "Ñ", "Ü", "§", "¿", "ä", "ö", "ñ", "ü", "à":
            1
        case "Δ", "Φ", "Γ", "Λ", "Ω", "Π", "Ψ", "Σ", "Θ", "Ξ": 1
        default: nil
        }
    }
}
