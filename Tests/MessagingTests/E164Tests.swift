import Messaging
import TestSupport
import Testing

@Suite struct `E.164 parsing` {
    @Test(arguments: ["+15005550006", "+447911123456", "+12345678", "+123456789012345"])
    func `accepts the exact form`(_ text: String) throws {
        #expect(try E164(text).rawValue == text)
    }

    @Test(arguments: [
        ("", MalformedPhoneNumber.missingPlus),
        ("15005550006", .missingPlus),  // national habit
        ("＋15005550006", .missingPlus),  // full-width plus sign
        ("+1", .wrongLength(1)),  // country code alone
        ("+1234567", .wrongLength(7)),
        ("+1234567890123456", .wrongLength(16)),
        ("+05005550006", .leadingZero),  // no country begins with zero
        ("+1 500 555 0006", .unexpectedCharacter),
        ("+15005550006\0", .unexpectedCharacter),
        ("+1500555000٤", .unexpectedCharacter),  // a digit, but not of ours
    ])
    func `rejects with the reason`(_ text: String, _ reason: MalformedPhoneNumber) {
        #expect(throws: reason) { try E164(text) }
    }

    @Test func `hides its middle in every description`() throws {
        let number = try E164("+15005550006")
        #expect("\(number)" == "+150…06")
        #expect(String(reflecting: number) == "+150…06")
        var dumped = ""
        dump(number, to: &dumped)
        #expect(!dumped.contains("555"))
    }

    @Test func `survives any text and accepts only digits`() {
        var random = SplitMix64(seed: 1)
        for _ in 0..<5_000 {
            let text = "+" + String.random(upTo: 20, using: &random)
            guard let number = try? E164(text) else { continue }
            #expect(number.rawValue.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) })
        }
    }
}
