extension Money {
    /// The sum; nil where the currencies differ or it is beyond what micros hold.
    package func adding(_ other: Money) -> Money? {
        guard currency == other.currency else { return nil }
        let (sum, overflow) = micros.addingReportingOverflow(other.micros)
        return overflow ? nil : Money(micros: sum, currency: currency)
    }

    /// So many times the amount; nil beyond what micros hold.
    package func times(_ count: Int) -> Money? {
        let (product, overflow) = micros.multipliedReportingOverflow(by: Int64(count))
        return overflow ? nil : Money(micros: product, currency: currency)
    }

    /// The amount raised by basis points, hundredths of a percent, rounded up to the next micro.
    ///
    /// Nil for a lowering by more than all of it, and beyond what micros hold.
    package func markedUp(basisPoints: Int) -> Money? {
        let (factor, tooBig) = basisPoints.addingReportingOverflow(10_000)
        guard !tooBig, factor >= 0 else { return nil }
        let product = micros.multipliedFullWidth(by: Int64(factor))
        // Dividing what does not fit would trap, so it is asked first.
        let divisor: Int64 = 10_000
        guard product.high.magnitude < UInt64(divisor / 2) else { return nil }
        let (quotient, remainder) = divisor.dividingFullWidth(product)
        let (raised, overflow) = quotient.addingReportingOverflow(remainder > 0 ? 1 : 0)
        return overflow ? nil : Money(micros: raised, currency: currency)
    }

    /// The amount in the currency's smallest coins, half to even: for a total, after summing.
    package var roundedToMinorUnit: Money? {
        var step: Int64 = 1
        for _ in currency.minorUnitDigits..<6 { step *= 10 }
        let (whole, rest) = micros.quotientAndRemainder(dividingBy: step)
        let twice = rest.magnitude * 2
        let isUp = twice > step.magnitude || twice == step.magnitude && whole % 2 != 0
        let rounded = isUp ? whole + micros.signum() : whole
        let (product, overflow) = rounded.multipliedReportingOverflow(by: step)
        return overflow ? nil : Money(micros: product, currency: currency)
    }

    /// Reads a decimal text that may have more than six decimals, and says whether it was rounded,
    /// half to even: invoices divide what a price list states exactly.
    package static func rounding(
        decimal text: String,
        currency: Currency
    ) throws(MalformedAmount) -> (money: Money, isRounded: Bool) {
        guard let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) else {
            return (try Money(decimal: text, currency: currency), false)
        }
        let fraction = text.utf8[text.utf8.index(after: point)...]
        let rest = fraction.dropFirst(6)
        guard rest.contains(where: { $0 != UInt8(ascii: "0") }) else {
            return (try Money(decimal: text, currency: currency), false)
        }
        guard rest.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .notDecimal }
        let kept = try Money(decimal: String(text[..<rest.startIndex]), currency: currency)
        let isHalf = rest.first == UInt8(ascii: "5")
        let isExactHalf = isHalf && rest.dropFirst().allSatisfy { $0 == UInt8(ascii: "0") }
        let isMore = rest.first.map { $0 >= UInt8(ascii: "5") } ?? false
        guard isExactHalf ? kept.micros % 2 != 0 : isMore else { return (kept, true) }
        let step: Int64 = text.hasPrefix("-") ? -1 : 1
        let (micros, overflow) = kept.micros.addingReportingOverflow(step)
        guard !overflow else { throw .tooLarge }
        return (Money(micros: micros, currency: currency), true)
    }
}
