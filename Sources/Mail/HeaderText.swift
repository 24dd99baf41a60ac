import Crypto

/// Text as the header of a message carries it.
enum HeaderText {
    /// Text of any script: as it is when it is plain, else in encoded words (RFC 2047).
    ///
    /// A line break in it would begin a header field of its own, so controls become spaces.
    static func unstructured(_ text: String) -> String {
        let text = withoutControls(text)
        return isPlain(text) ? text : encodedWords(text)
    }

    /// A name before an address: quoted when it holds what has a meaning there.
    static func phrase(_ text: String) -> String {
        let text = withoutControls(text)
        guard isPlain(text) else { return encodedWords(text) }
        let isAtoms = text.utf8.allSatisfy { $0.isAlphanumeric || $0 == 0x20 || $0 == 0x2D }
        guard !isAtoms else { return text }
        let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
        return "\"\(escaped)\""
    }

    /// A parameter such as a file's name (RFC 2231, section 4), with a plain one for old readers.
    static func parameter(_ name: String, _ value: String) -> String {
        let value = withoutControls(value)
        let plain = String(
            decoding: value.unicodeScalars.map { scalar -> UInt8 in
                let isSafe = scalar.isASCII && scalar != "\"" && scalar != "\\"
                return isSafe ? UInt8(scalar.value) : UInt8(ascii: "_")
            },
            as: UTF8.self
        )
        guard plain != value else { return "\(name)=\"\(plain)\"" }
        let encoded = value.utf8.map { byte -> String in
            let isSafe = byte.isAlphanumeric || byte == 0x2D || byte == 0x2E || byte == 0x5F
            return isSafe
                ? String(decoding: [byte], as: UTF8.self)
                : "%" + Hex.encode([byte]).uppercased()
        }
        return "\(name)=\"\(plain)\";\r\n \(name)*=UTF-8''\(encoded.joined())"
    }

    /// One field; a line is broken before a word that would make it longer than 78 characters.
    static func field(_ name: String, _ value: String) -> String {
        var text = "\(name):"
        var width = text.utf8.count
        for word in value.split(separator: " ", omittingEmptySubsequences: false) {
            let isFirst = width <= name.utf8.count + 1
            if !isFirst, !word.isEmpty, width + 1 + word.utf8.count > 78 {
                text += "\r\n"
                width = 0
            }
            text += " \(word)"
            width += 1 + word.utf8.count
        }
        return text + "\r\n"
    }

    // MARK: -

    /// What may stand unencoded, and cannot be taken for an encoded word.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
            && text.utf8.count <= 900
    }

    /// Words of at most 64 characters, none of which breaks a character apart.
    private static func encodedWords(_ text: String) -> String {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // 39 bytes become 52 characters of Base64, and the rest of the word takes 12: it stands
            // beside a field's name on a line of 76 (RFC 2047, section 2).
            if words[words.count - 1].count + bytes.count > 39 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Base64.encode($0))?=" }.joined(separator: " ")
    }

    private static func withoutControls(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar
        }
        return String(String.UnicodeScalarView(scalars)).trimmed
    }
}
