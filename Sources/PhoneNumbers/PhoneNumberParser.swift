import CPhoneNumbers
package import Messaging

/// Reads phone numbers as people type them, with Google's libphonenumber.
///
/// The library's data of some 250 regions is loaded by the first call, not at process start.
package enum PhoneNumberParser {
    /// The number in E.164 form, if it can exist.
    ///
    /// `defaultRegion` is a two-letter ISO 3166-1 code such as `US`; it gives the meaning of a
    /// number without a country code. An extension is ignored, since a message cannot reach one.
    /// A number must have a length and a beginning that its country assigns. Test numbers are an
    /// exception: see `isTestNumber`.
    package static func parse(
        _ text: String,
        defaultRegion: String
    ) throws(PhoneNumberProblem) -> E164 {
        guard text.utf8.count <= byteCountMax else { throw .tooLong }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw .notANumber }

        let (outcome, formatted) = parsed(text, defaultRegion: defaultRegion)
        if let problem = PhoneNumberProblem(outcome) {
            guard problem == .invalidForRegion, isTestNumber(formatted) else { throw problem }
        }
        do { return try E164(formatted) } catch { throw PhoneNumberProblem(error) }
    }

    /// Loads the data of all regions, some 8 ms and 4 MB, if no call has done so yet.
    ///
    /// For a function that wants its first request to be fast: call it on a thread that would
    /// otherwise be idle. Nothing else needs it.
    package static func prepare() { _ = isKnownRegion("US") }

    /// Whether numbers of a region are known, by its two-letter code in capitals.
    package static func isKnownRegion(_ region: String) -> Bool {
        phone_number_region_is_known(region)
    }

    /// The ISO 3166-1 code of the country that a number belongs to; nil where it has none.
    ///
    /// Countries that share a calling code, such as Canada and the United States, are told apart.
    package static func region(of number: E164) -> String? {
        var text = number.rawValue
        var region = [CChar](repeating: 0, count: Int(PhoneNumberRegionCapacity))
        let isKnown = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                phone_number_region(characters.baseAddress, characters.count, &region)
            }
        }
        guard isKnown else { return nil }
        return String(decoding: region.prefix(2).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The digits of a number without its country's code, as people write them within the country;
    /// all digits where the country is not known.
    package static func nationalDigits(of number: E164) -> String {
        var text = number.rawValue
        var digits = [CChar](repeating: 0, count: Int(PhoneNumberCapacity))
        let isKnown = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                phone_number_national_digits(characters.baseAddress, characters.count, &digits)
            }
        }
        guard isKnown else { return String(number.rawValue.dropFirst()) }
        let end = digits.firstIndex(of: 0) ?? digits.endIndex
        return String(decoding: digits[..<end].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// Why a text is not the number of a phone that can exist.
package enum PhoneNumberProblem: String, Error, Hashable {
    case notANumber
    case invalidCountryCode
    case tooShort
    case tooLong
    case invalidForRegion

    /// A sentence for the person who typed the number.
    package var message: String {
        switch self {
        case .notANumber: "This is not a phone number."
        case .invalidCountryCode: "The country code does not exist."
        case .tooShort: "The phone number is too short."
        case .tooLong: "The phone number is too long."
        case .invalidForRegion: "No phone in that country can have this number."
        }
    }
}

// MARK: -

extension PhoneNumberParser {
    /// No number is written longer; libphonenumber itself gives up at 250.
    private static let byteCountMax = 128

    /// Numbers that no subscriber can have but that tests, demos and the sandbox need.
    ///
    /// - `+1 500 555 xxxx`: Twilio's magic numbers, with which its test credentials and our sandbox
    ///   play through every outcome. Some releases of libphonenumber know the prefix, some do not.
    /// - `+1 xxx 555 01xx`: set aside for fiction in every North American area code.
    static func isTestNumber(_ e164: String) -> Bool {
        let digits = e164.utf8
        guard digits.count == 12, e164.hasPrefix("+1") else { return false }
        return e164.hasPrefix("+1500555") || e164.dropFirst(5).hasPrefix("55501")
    }

    private static func parsed(
        _ text: String,
        defaultRegion: String
    ) -> (PhoneNumberOutcome, String) {
        var text = text
        var e164 = [CChar](repeating: 0, count: Int(PhoneNumberCapacity))
        let outcome = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                phone_number_parse(characters.baseAddress, characters.count, defaultRegion, &e164)
            }
        }
        let formatted = e164.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return (outcome, String(decoding: formatted, as: UTF8.self))
    }
}

extension PhoneNumberProblem {
    /// The problem that libphonenumber found, if any.
    fileprivate init?(_ outcome: PhoneNumberOutcome) {
        switch outcome {
        case PhoneNumberValid: return nil
        case PhoneNumberInvalidCountryCode: self = .invalidCountryCode
        case PhoneNumberTooShort: self = .tooShort
        case PhoneNumberTooLong: self = .tooLong
        case PhoneNumberInvalidForRegion: self = .invalidForRegion
        default: self = .notANumber
        }
    }

    /// The problem of a number that exists but that our E.164 policy refuses.
    fileprivate init(_ malformed: MalformedPhoneNumber) {
        switch malformed {
        case .wrongLength(let count):
            self = count < E164.digitCountRange.lowerBound ? .tooShort : .tooLong
        case .missingPlus, .unexpectedCharacter, .leadingZero: self = .notANumber
        }
    }
}
