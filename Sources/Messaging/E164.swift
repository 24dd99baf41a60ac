/// A phone number in E.164 form: a plus sign, then 8 to 15 digits, the first not zero.
///
/// ITU-T E.164 sets only the maximum of 15 digits. The minimum of 8 is our policy: no number that
/// can receive a message is shorter, and short codes are refused on purpose.
package struct E164: Sendable, Hashable {
    /// The number as written, plus sign first.
    package let rawValue: String

    /// Accepts only the exact form; it trims nothing and guesses nothing.
    ///
    /// What people type goes through `PhoneNumberParser` first.
    package init(_ text: String) throws(MalformedPhoneNumber) {
        guard text.utf8.first == UInt8(ascii: "+") else { throw .missingPlus }
        let digits = text.utf8.dropFirst()
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .unexpectedCharacter }
        guard Self.digitCountRange.contains(digits.count) else { throw .wrongLength(digits.count) }
        guard digits.first != UInt8(ascii: "0") else { throw .leadingZero }
        rawValue = text
    }

    /// How many digits may follow the plus sign.
    package static let digitCountRange = 8...15
}

extension E164: CustomStringConvertible {
    /// The number with its middle hidden: safe in a log line.
    package var description: String { "\(rawValue.prefix(4))…\(rawValue.suffix(2))" }
}

extension E164: CustomDebugStringConvertible {
    /// As hidden as `description`, so that a dumped value leaks nothing either.
    package var debugDescription: String { description }
}

extension E164: CustomReflectable {
    /// Without children: `dump` and test failures print the hidden form.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is not a number in E.164 form.
package enum MalformedPhoneNumber: Error, Hashable {
    case missingPlus
    case unexpectedCharacter
    case wrongLength(Int)
    case leadingZero
}
