package import Messaging
package import Web

extension Field<Money> {
    /// An amount as a number or as text, read digit by digit.
    package static func amount(_ name: String, currency: Currency, _ summary: String) -> Self {
        Field(
            name,
            summary,
            schema: .number,
            expected: "a decimal number with at most 6 decimals, such as 25000.00"
        ) { json in
            switch json {
            case .string(let text), .number(let text):
                try? Money(decimal: text, currency: currency)
            default: nil
            }
        }
    }
}
