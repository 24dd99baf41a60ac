import Messaging
package import Web

extension Field<E164> {
    /// A phone number as people type it; national ones are read as of `region` (ISO 3166).
    package static func phone(_ name: String, region: String, _ summary: String) -> Self {
        Field(
            name,
            summary,
            schema: .text(1...60),
            expected: "a phone number that can exist, such as +14155172054"
        ) { json in
            switch json {
            case .string(let text): try? PhoneNumberParser.parse(text, defaultRegion: region)
            // Some CRMs send the digits as a number.
            case .number(let digits) where !digits.hasPrefix("-"):
                try? PhoneNumberParser.parse(digits, defaultRegion: region)
            default: nil
            }
        }.explained { json in
            guard let text = json.text else { return nil }
            do throws(PhoneNumberProblem) {
                _ = try PhoneNumberParser.parse(text, defaultRegion: region)
                return nil
            } catch {
                return "\(name): \(error.message)"
            }
        }
    }
}
