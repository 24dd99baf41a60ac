import Statistics
import Testing

@Suite struct `Days of the calendar` {
    @Test(arguments: [
        ("1970-01-01", 0, 4), ("1999-12-31", 10_956, 5), ("2000-02-29", 11_016, 2),
        ("2026-11-21", 20_778, 6), ("2100-03-01", 47_541, 1),
    ])
    func `have a number and a day of the week`(_ text: String, _ number: Int, _ weekday: Int) throws
    {
        let day = try #require(CalendarDay(text))
        #expect(day.number == number)
        #expect(day.weekday == weekday)
        #expect(day.description == text)
    }

    @Test(arguments: [
        "", "2026", "2026-2-01", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
        "1969-12-31", "2026-01-01T", "+026-01-01", "2026-01-1٣",
    ])
    func `that do not exist are refused`(_ text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func `are read back as they are written, for two centuries`() {
        for number in 0..<80_000 {
            let day = CalendarDay(number: number)
            #expect(CalendarDay(day.description) == day)
        }
    }

    @Test func `belong to the week of their Monday`() throws {
        let monday = try #require(CalendarDay("2026-11-16"))
        for offset in 0..<7 { #expect((monday + offset).weekStart == monday) }
        #expect((monday + 7).weekStart == monday + 7)
    }
}

@Suite struct `A range of days` {
    @Test func `ends no earlier than it begins`() {
        #expect(DayRange(CalendarDay(number: 2), CalendarDay(number: 1)) == nil)
        #expect(DayRange(CalendarDay(number: 2), CalendarDay(number: 2))?.count == 1)
    }

    @Test func `comes after as many days`() {
        let range = DayRange(7, upTo: CalendarDay(number: 100))
        #expect(range.before.count == 7)
        #expect(range.before.last + 1 == range.first)
    }

    @Test func `is made of its weeks and the days around them, each day once`() {
        for first in 20_000..<20_014 {
            for count in 1..<40 {
                let range = DayRange(count, upTo: CalendarDay(number: first + count - 1))
                let parts = range.parts
                let pieces = [parts.leading, parts.weeks, parts.trailing].compactMap(\.self)
                #expect(pieces.flatMap(\.days) == range.days)
                if let weeks = parts.weeks {
                    #expect(weeks.first.weekday == 1 && weeks.last.weekday == 7)
                }
                for days in [parts.leading, parts.trailing].compactMap(\.self)
                where parts.weeks != nil {
                    #expect(days.count < 7)
                }
            }
        }
    }
}

@Suite struct `A month` {
    @Test(arguments: [
        ("2026-02-14", "2026-02-01", "2026-02-28"), ("2028-02-29", "2028-02-01", "2028-02-29"),
        ("2026-12-31", "2026-12-01", "2026-12-31"), ("2026-11-01", "2026-11-01", "2026-11-30"),
        ("1970-01-01", "1970-01-01", "1970-01-31"),
    ])
    func `is all of its days`(_ day: String, _ first: String, _ last: String) throws {
        let day = try #require(CalendarDay(day))
        #expect(day.month.first.description == first)
        #expect(day.month.last.description == last)
    }
}
