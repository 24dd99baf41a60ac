import TestSupport
import Testing

@testable import Messaging

@Suite struct `Amount of money` {
    @Test(
        arguments: [
            ("-0.00750", -7_500, "-0.0075"),
            ("19.99", 19_990_000, "19.99"),
            ("20", 20_000_000, "20.00"),
            ("+1.5", 1_500_000, "1.50"),
            ("0.03330000", 33_300, "0.0333"),
            ("0", 0, "0.00"),
            ("-0", 0, "0.00"),
            ("0.000001", 1, "0.000001"),
            ("007", 7_000_000, "7.00"),
            ("9223372036854.775807", .max, "9223372036854.775807"),
            ("-9223372036854.775808", .min, "-9223372036854.775808"),
        ] as [(String, Int64, String)]
    )
    func `is read exactly`(_ text: String, _ micros: Int64, _ written: String) throws {
        let money = try Money(decimal: text, currency: .usd)
        #expect(money.micros == micros)
        #expect(money.decimal == written)
    }

    @Test(arguments: [
        ("", MalformedAmount.empty),
        ("1e400", .notDecimal), ("1e-3", .notDecimal), ("NaN", .notDecimal), ("inf", .notDecimal),
        ("1,23", .notDecimal), ("1.2.3", .notDecimal), ("-", .notDecimal), (".", .notDecimal),
        (".5", .notDecimal), ("5.", .notDecimal), ("--1", .notDecimal), (" 1", .notDecimal),
        ("0x10", .notDecimal), ("$5", .notDecimal), ("٤", .notDecimal), ("1\0", .notDecimal),
        ("1.2345675", .tooPrecise), ("0.0000001", .tooPrecise),
        ("9223372036854.775808", .tooLarge), ("-9223372036854.775809", .tooLarge),
        ("99999999999999999999999999", .tooLarge),
    ])
    func `is refused with the reason`(_ text: String, _ reason: MalformedAmount) {
        #expect(throws: reason) { try Money(decimal: text, currency: .usd) }
    }

    @Test(arguments: [("JPY", "500"), ("USD", "500.00"), ("KWD", "500.000")])
    func `is written with the currency's decimals`(_ code: String, _ written: String) throws {
        let currency = try Currency(code)
        #expect(try Money(decimal: "500", currency: currency).decimal == written)
    }

    @Test func `is read back as it was written`() throws {
        var random = SplitMix64(seed: 5)
        for _ in 0..<10_000 {
            let shift = Int64.random(in: 0..<63, using: &random)
            let micros = Int64.random(in: .min ... .max, using: &random) >> shift
            let money = Money(micros: micros, currency: .eur)
            #expect(try Money(decimal: money.decimal, currency: .eur) == money)
            #expect(money.negated.negated == money || micros == .min)
        }
    }

    @Test func `survives any text`() {
        var random = SplitMix64(seed: 6)
        for _ in 0..<5_000 {
            let text = String.random(upTo: 30, using: &random)
            _ = try? Money(decimal: text, currency: .usd)
            _ = try? Currency(text)
        }
    }

    @Test func `names its currency in upper case`() throws {
        #expect(try Currency("usd") == .usd)
        #expect("\(Money(micros: 7_900, currency: .usd))" == "0.0079 USD")
    }

    @Test(arguments: ["", "US", "USDX", "U5D", "ÜSD", "€€€", "us\0"])
    func `takes no currency but three letters`(_ code: String) {
        #expect(throws: MalformedCurrency()) { try Currency(code) }
    }
}
