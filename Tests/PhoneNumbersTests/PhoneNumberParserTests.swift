import Messaging
import PhoneNumbers
import Testing

@Suite struct `Phone number parsing` {
    @Test(arguments: [
        ("(415) 517-2054", "US", "+14155172054"),
        ("1-415-517-2054", "US", "+14155172054"),
        ("+1 415.517.2054", "GB", "+14155172054"),
        ("tel:+1-415-517-2054", "US", "+14155172054"),
        ("415 517 2054 ext. 5", "US", "+14155172054"),
        ("  4155172054  ", "US", "+14155172054"),
        ("+44 20 7946 0958", "US", "+442079460958"),
        ("011 44 7911 123456", "US", "+447911123456"),
        ("07911 123456", "GB", "+447911123456"),
        ("+44 (0)7911 123456", "US", "+447911123456"),
        ("0171 1234567", "DE", "+491711234567"),
        ("＋１４１５５１７２０５４", "US", "+14155172054"),
        ("٤١٥٥١٧٢٠٥٤", "US", "+14155172054"),
    ])
    func `understands what people type`(_ text: String, _ region: String, _ number: String) throws {
        #expect(try PhoneNumberParser.parse(text, defaultRegion: region).rawValue == number)
    }

    @Test(arguments: [
        "+15005550000", "+15005550006", "+15005550009", "5005551234", "(500) 555-0001",
        "+12025550123", "(999) 555-0199", "+14155551234",
    ])
    func `accepts test numbers`(_ text: String) throws {
        let number = try PhoneNumberParser.parse(text, defaultRegion: "US")
        #expect(number.rawValue.hasSuffix(text.filter(\.isNumber).suffix(10)))
    }

    @Test(arguments: [
        ("", PhoneNumberProblem.notANumber),
        ("abc", .notANumber), ("+", .notANumber), ("----", .notANumber), ("😀", .notANumber),
        ("415517\0 2054", .notANumber), ("415517\n2054", .notANumber), ("\0", .notANumber),
        ("+999 1234 56789", .invalidCountryCode), ("+0 415 517 2054", .invalidCountryCode),
        ("911", .tooShort), ("517-2054", .tooShort), ("+1 415", .tooShort), ("+4179", .tooShort),
        ("+1 415 517 20541", .tooLong), ("12345678901234567890", .tooLong),
        (String(repeating: "4", count: 10_000), .tooLong),
        (String(repeating: "(", count: 10_000), .tooLong),
        ("+1 000 000 0000", .invalidForRegion), ("1234567890", .invalidForRegion),
        ("+1 415 155 2671", .invalidForRegion), ("+44 0000 000000", .invalidForRegion),
    ])
    func `refuses what cannot be a phone, with the reason`(
        _ text: String,
        _ problem: PhoneNumberProblem
    ) {
        #expect(throws: problem) { try PhoneNumberParser.parse(text, defaultRegion: "US") }
        #expect(!problem.message.isEmpty)
    }

    @Test(arguments: ["", "ZZ", "us", "USA", "\0", "🇺🇸"])
    func `needs a known region for a national number only`(_ region: String) throws {
        #expect(!PhoneNumberParser.isKnownRegion(region))
        #expect(throws: PhoneNumberProblem.invalidCountryCode) {
            try PhoneNumberParser.parse("4155172054", defaultRegion: region)
        }
        let number = try PhoneNumberParser.parse("+14155172054", defaultRegion: region)
        #expect(number.rawValue == "+14155172054")
    }

    @Test(arguments: ["US", "GB", "DE", "CA"])
    func `knows the regions`(_ region: String) {
        PhoneNumberParser.prepare()
        #expect(PhoneNumberParser.isKnownRegion(region))
    }

    @Test func `survives any text`() {
        let pieces = [
            "+", "00", "011", "1", "415", "5172054", "44", "(", ")", "-", " ", "ext", ";", "=",
            "phone-context",
            "٤", "９", "\0", "\n", "\u{202E}", "é", "👩‍🔧", "x", "#", "*", "tel:", "A", "~", "/",
            "\u{10FFFF}",
        ]
        for _ in 0..<10_000 {
            let text = (0...Int.random(in: 0...12)).compactMap { _ in pieces.randomElement() }
                .joined()
            let region = ["US", "GB", "DE", "ZZ", ""].randomElement() ?? "US"
            guard let number = try? PhoneNumberParser.parse(text, defaultRegion: region) else {
                continue
            }
            let again = try? PhoneNumberParser.parse(number.rawValue, defaultRegion: "US")
            #expect(again == number, "\(text)")
        }
    }

    @Test func `is safe on many threads at once`() async {
        await withTaskGroup { group in
            for thread in 0..<8 {
                group.addTask {
                    for number in 2_000..<2_200 {
                        let text = "(415) 51\(thread)-\(number)"
                        let parsed = try? PhoneNumberParser.parse(text, defaultRegion: "US")
                        #expect(parsed?.rawValue == "+141551\(thread)\(number)")
                    }
                }
            }
        }
    }
}
