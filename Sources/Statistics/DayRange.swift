/// Days in a row, both ends among them.
package struct DayRange: Sendable, Hashable {
    package let first: CalendarDay
    package let last: CalendarDay

    /// Nil when the end comes before the beginning.
    package init?(_ first: CalendarDay, _ last: CalendarDay) {
        guard first <= last else { return nil }
        (self.first, self.last) = (first, last)
    }

    /// So many days up to one.
    package init(_ count: Int, upTo last: CalendarDay) {
        (first, self.last) = (last + (1 - max(1, count)), last)
    }

    package var count: Int { last.number - first.number + 1 }

    package var days: [CalendarDay] { (0..<count).map { first + $0 } }

    /// As many days right before it.
    package var before: DayRange { DayRange(count, upTo: first + -1) }

    /// The whole weeks in it, Monday to Sunday, and the days before and after them.
    ///
    /// Sums of a week stand for seven rows at once, which keeps a year as cheap as a quarter.
    package var parts: (leading: DayRange?, weeks: DayRange?, trailing: DayRange?) {
        let monday = first.weekday == 1 ? first : first.weekStart + 7
        let sunday = last.weekday == 7 ? last : last.weekStart + -1
        guard monday < sunday else { return (self, nil, nil) }
        return (
            DayRange(first, monday + -1), DayRange(monday, sunday), DayRange(sunday + 1, last)
        )
    }
}
