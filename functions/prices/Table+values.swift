import Messaging
import Web

extension Table.Line {
    mutating func currency(_ column: String) -> Currency? {
        value(column, expected: "a currency of three letters, such as USD", isRequired: true) {
            try? Currency($0)
        }
    }

    /// Two letters in capitals; absent means every country.
    mutating func country(_ column: String) -> String? {
        value(column, expected: "a country of two letters, such as US") { text in
            let letters = text.utf8
            let isCode = letters.count == 2 && letters.allSatisfy { (0x41...0x5A).contains($0) }
            return isCode ? text : nil
        }
    }

    /// An exact amount that is not negative, in micros.
    mutating func price(_ column: String, isRequired: Bool) -> Int64? {
        value(
            column,
            expected: "a decimal number from 0 with at most 6 decimals",
            isRequired: isRequired
        ) { text in
            guard let micros = try? Money(decimal: text, currency: .usd).micros, micros >= 0
            else { return nil }
            // So large a price could not be multiplied by the segments of a message.
            return micros <= 1_000_000_000_000 ? micros : nil
        }
    }

    /// An amount of an invoice, rounded half to even to micros; so large a one is a mistake.
    mutating func amount(_ column: String, in currency: Currency) -> Money? {
        value(column, expected: "a decimal number below 1000000000", isRequired: true) { text in
            let amount = try? Money.rounding(decimal: text, currency: currency).money
            return amount.flatMap { $0.micros.magnitude < 1_000_000_000_000_000 ? $0 : nil }
        }
    }

    mutating func truth(_ column: String) -> Bool? {
        value(column, expected: "true or false") { text in
            switch text.lowercased() {
            case "true", "t", "yes", "1": true
            case "false", "f", "no", "0": false
            default: nil
            }
        }
    }

    mutating func moment(_ column: String, isRequired: Bool = false) -> String? {
        let field = Field<String>.timestamp(column, "")
        return value(column, expected: field.expected, isRequired: isRequired) { text in
            try? Input(query: Form([.init(column, text)])).read(field)
        }
    }

    mutating func name(_ column: String) -> String? {
        value(column, expected: "a name of at most 60 characters") { text in
            text.count <= 60 && !text.hasControlCharacters ? text : nil
        }
    }
}
