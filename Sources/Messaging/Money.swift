/// An amount of money in micros, millionths of the currency's unit.
///
/// Micros hold every price that providers publish, exactly. No floating point touches money, from
/// the provider's text to the report.
package struct Money: Sendable, Hashable {
    /// Millionths of the unit, for every currency alike: 1 JPY is 1,000,000.
    package let micros: Int64
    package let currency: Currency

    package init(micros: Int64, currency: Currency) {
        self.micros = micros
        self.currency = currency
    }
}

extension Money {
    /// Reads a decimal text such as `-0.00750` or `19.99`, exactly.
    ///
    /// An optional sign, digits, and an optional point with digits; nothing else, so no exponent,
    /// no thousands separator, no `NaN`. Digits after the sixth decimal must be zeros (providers pad
    /// to eight): a text is either kept exactly or refused.
    package init(decimal text: String, currency: Currency) throws(MalformedAmount) {
        self.init(micros: try Self.micros(decimal: text), currency: currency)
    }

    /// The amount with the other sign; providers write what they charge as negative.
    ///
    /// The one amount without a counterpart, `Int64.min`, becomes the largest.
    package var negated: Money {
        Money(micros: micros == .min ? .max : -micros, currency: currency)
    }

    /// The amount as text with as many decimals as it needs, and at least those of the currency.
    ///
    /// `20.00`, `0.0079`, `-0.0075`; 500 yen is `500`.
    package var decimal: String {
        let fraction = String(micros.magnitude % Self.microsPerUnit)
        var digits = Array(
            String(repeating: "0", count: Self.decimalCount - fraction.count) + fraction
        )
        while digits.count > currency.minorUnitDigits, digits.last == "0" { digits.removeLast() }
        let whole = "\(micros < 0 ? "-" : "")\(micros.magnitude / Self.microsPerUnit)"
        return digits.isEmpty ? whole : "\(whole).\(String(digits))"
    }
}

extension Money: CustomStringConvertible {
    /// The amount and its currency, such as `0.0079 USD`.
    package var description: String { "\(decimal) \(currency)" }
}

/// Why a text is not an amount.
package enum MalformedAmount: Error, Hashable {
    case empty
    /// Something else than a sign, digits and one point.
    case notDecimal
    /// A digit other than zero after the sixth decimal.
    case tooPrecise
    /// Beyond what 64 bits of micros hold, about ±9.2 × 10¹².
    case tooLarge
}

// MARK: -

extension Money {
    private static let decimalCount = 6
    private static let microsPerUnit: UInt64 = 1_000_000

    private static func micros(decimal text: String) throws(MalformedAmount) -> Int64 {
        var bytes = text.utf8[...]
        guard !bytes.isEmpty else { throw .empty }
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }

        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, parts.allSatisfy({ !$0.isEmpty }),
            parts.joined().allSatisfy({ (0x30...0x39).contains($0) })
        else { throw .notDecimal }
        let fraction = parts.count == 2 ? parts[1] : whole.suffix(0)
        guard fraction.dropFirst(decimalCount).allSatisfy({ $0 == UInt8(ascii: "0") }) else {
            throw .tooPrecise
        }

        var micros: Int64 = 0
        let kept = Array(fraction.prefix(decimalCount))
        let zeros = repeatElement(UInt8(ascii: "0"), count: decimalCount - kept.count)
        for digit in Array(whole) + kept + zeros {
            let value = Int64(digit - UInt8(ascii: "0"))
            let (shifted, overflow) = micros.multipliedReportingOverflow(by: 10)
            let (next, carried) = shifted.addingReportingOverflow(isNegative ? -value : value)
            guard !overflow, !carried else { throw .tooLarge }
            micros = next
        }
        return micros
    }
}
