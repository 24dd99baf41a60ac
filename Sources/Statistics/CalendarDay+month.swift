extension CalendarDay {
    /// Its year, its month from 1 on, and its day of the month.
    package var parts: (year: Int, month: Int, day: Int) {
        let numbers = description.split(separator: "-").compactMap { Int($0) }
        return numbers.count == 3 ? (numbers[0], numbers[1], numbers[2]) : (1970, 1, 1)
    }

    /// The first day of its month.
    package var monthStart: CalendarDay { self + (1 - parts.day) }

    /// All days of its month.
    package var month: DayRange {
        // No month is longer than 31 days, and none shorter than 28.
        let last = (monthStart + 31).monthStart + -1
        return DayRange(last.number - monthStart.number + 1, upTo: last)
    }
}
