import Messaging
import Statistics
import Testing

@testable import report

@Suite struct `Figures in words` {
    @Test(arguments: [
        (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"),
        (-1234, "\u{2212}1,234"),
    ])
    func `have a comma before each three digits`(_ number: Int, _ text: String) {
        #expect(Words.count(number) == text)
    }

    @Test(
        arguments: [
            (nil, "—"), (0, "0\u{202F}%"), (5, "0.5\u{202F}%"), (974, "97.4\u{202F}%"),
            (1000, "100\u{202F}%"),
        ] as [(Int?, String)]
    )
    func `of rates have a decimal where it says something`(_ perMille: Int?, _ text: String) {
        #expect(Words.percent(perMille: perMille) == text)
    }

    @Test(arguments: [
        (12_345_678, "USD", "$12.35"), (1_234_567_890_000, "EUR", "€1,234,567.89"),
        (500_000_000, "JPY", "500 JPY"), (0, "CHF", "0.00 CHF"),
        (-2_500_000, "USD", "$\u{2212}2.50"),
    ])
    func `of money are coins of the currency`(
        _ micros: Int64,
        _ code: String,
        _ text: String
    ) throws {
        #expect(Words.money(Money(micros: micros, currency: try Currency(code))) == text)
    }

    @Test(arguments: [
        ("2026-11-09", "2026-11-15", "9–15 November 2026"),
        ("2026-10-30", "2026-11-05", "30 October – 5 November 2026"),
        ("2026-12-28", "2027-01-03", "28 December 2026 – 3 January 2027"),
        ("2026-02-01", "2026-02-28", "February 2026"),
        ("2028-02-01", "2028-02-28", "1–28 February 2028"),
        ("2026-11-09", "2026-11-09", "9 November 2026"),
    ])
    func `of days are as short as they can be`(
        _ first: String,
        _ last: String,
        _ text: String
    ) throws {
        #expect(Words.days(try range(first, last)) == text)
    }

    @Test(
        arguments: [
            (nil, "—"), (400, "under 1 s"), (4200, "4 s"), (150_000, "3 min"), (9_000_000, "3 h"),
        ] as [(Int?, String)]
    )
    func `of times are as exact as they need to be`(_ milliseconds: Int?, _ text: String) {
        #expect(Words.duration(milliseconds: milliseconds) == text)
    }
}

@Suite struct `A change` {
    @Test(arguments: [
        (100, 100, "as before", Change.Tone.even), (105, 100, "+5\u{202F}%", .even),
        (50, 100, "\u{2212}50\u{202F}%", .good), (200, 100, "+100\u{202F}%", .bad),
        (5, 0, "none before", .bad), (1, 0, "none before", .even),
        (5000, 100, "50 times as many", .bad), (100_001, 100_000, "nearly as before", .even),
        (0, 1, "\u{2212}100\u{202F}%", .even),
    ])
    func `of a count is bad or good only when it is more than chance`(
        _ now: Int,
        _ before: Int,
        _ text: String,
        _ tone: Change.Tone
    ) {
        let change = Change.count(now, before: before, wish: .less)
        #expect(change.text == text)
        #expect(change.tone == tone)
    }

    @Test func `of a rate tells points`() throws {
        let good = counts(delivered: 990, failed: 10)
        let worse = counts(delivered: 900, failed: 100)
        #expect(Change.rate(good, before: worse)?.text == "+9 points")
        #expect(Change.rate(good, before: worse)?.tone == .good)
        #expect(Change.rate(worse, before: good)?.tone == .bad)
        // 9 of 10 and 10 of 10 may well be the same.
        let few = counts(delivered: 9, failed: 1)
        #expect(Change.rate(few, before: counts(delivered: 10, failed: 0))?.tone == .even)
        #expect(Change.rate(few, before: counts(delivered: 0, failed: 0)) == nil)
    }
}
