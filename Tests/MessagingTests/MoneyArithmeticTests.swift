import Messaging
import TestSupport
import Testing

@Suite struct `Arithmetic of money` {
    private func usd(_ micros: Int64) -> Money { Money(micros: micros, currency: .usd) }

    @Test(
        arguments: [
            ("1.2345675", 1_234_568, true), ("1.2345665", 1_234_566, true),
            ("-1.2345675", -1_234_568, true), ("1.23456651", 1_234_567, true),
            ("1.2345664999", 1_234_566, true), ("-0.0000005", 0, true),
            ("-0.0000015", -2, true), ("0.03330000", 33_300, false), ("7", 7_000_000, false),
        ] as [(String, Int64, Bool)]
    )
    func `rounds what is too precise half to even`(
        _ text: String,
        _ micros: Int64,
        _ isRounded: Bool
    ) throws {
        let read = try Money.rounding(decimal: text, currency: .usd)
        #expect(read.money.micros == micros)
        #expect(read.isRounded == isRounded)
    }

    @Test(arguments: ["1.2345675x", "9223372036854.7758075", "1.234567.5", "", "1,5", "1e-9"])
    func `refuses what is no amount`(_ text: String) {
        #expect(throws: MalformedAmount.self) {
            try Money.rounding(decimal: text, currency: .usd)
        }
    }

    @Test func `never mixes currencies, and says so where a sum does not fit`() {
        #expect(usd(1).adding(Money(micros: 1, currency: .eur)) == nil)
        #expect(usd(.max).adding(usd(1)) == nil)
        #expect(usd(.min).adding(usd(-1)) == nil)
        #expect(usd(.max).times(2) == nil)
        #expect(usd(11_800).times(3) == usd(35_400))
        #expect(usd(11_800).markedUp(basisPoints: 1250) == usd(13_275))
        #expect(usd(1).markedUp(basisPoints: 1) == usd(2))
        #expect(usd(.max).markedUp(basisPoints: 1) == nil)
        #expect(usd(.max).markedUp(basisPoints: 0) == usd(.max))
        #expect(usd(.max).markedUp(basisPoints: .max) == nil)
        #expect(usd(1).markedUp(basisPoints: -10_001) == nil)
    }

    @Test func `shows a total in the smallest coin, rounded once`() throws {
        #expect(usd(5_000).roundedToMinorUnit == usd(0))
        #expect(usd(15_000).roundedToMinorUnit == usd(20_000))
        #expect(usd(-15_000).roundedToMinorUnit == usd(-20_000))
        let yen = try Currency("JPY")
        #expect(Money(micros: 2_500_000, currency: yen).roundedToMinorUnit?.micros == 2_000_000)
        #expect(usd(.max).roundedToMinorUnit == nil)
    }

    @Test(arguments: 0..<20) func `holds for any numbers, and never traps`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<500 {
            let shift = Int.random(in: 0..<63, using: &random)
            let (first, second) = (
                usd(Int64.random(in: .min ... .max, using: &random) >> shift),
                usd(Int64.random(in: .min ... .max, using: &random) >> shift)
            )
            let sum = first.adding(second)
            #expect(sum == second.adding(first))
            if let sum { #expect(sum.micros - second.micros == first.micros) }
            let count = Int.random(in: -10...10_000, using: &random)
            if let product = first.times(count) {
                #expect(count == 0 || product.micros / Int64(count) == first.micros)
            }
            if let rounded = first.roundedToMinorUnit {
                #expect(rounded.micros % 10_000 == 0)
                #expect((rounded.micros - first.micros).magnitude <= 5_000)
            }
            let points = Int.random(in: -10_000...1_000_000, using: &random)
            if let raised = first.markedUp(basisPoints: points) {
                let product = first.micros.multipliedFullWidth(by: Int64(10_000 + points))
                let back = raised.micros.multipliedFullWidth(by: 10_000)
                // Rounded up: never less than exact, and by less than one micro more.
                let (rest, _) = back.low.subtractingReportingOverflow(product.low)
                #expect(rest < 10_000)
            }
            let text = String.random(upTo: 20, using: &random)
            _ = try? Money.rounding(decimal: text, currency: .usd)
            #expect((try? Money.rounding(decimal: first.decimal, currency: .usd).money) == first)
        }
    }
}
