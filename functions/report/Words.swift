import Messaging
import Statistics
import Store

/// Figures and days as people read them, in English as on the pages.
enum Words {
    static let none = "—"

    /// With a comma before each three digits.
    static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "\u{2212}\(text)" : text
    }

    static func plural(_ number: Int, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// A share in tenths of a percent; nothing known is a dash.
    static func percent(perMille: Int?) -> String {
        guard let perMille else { return none }
        let tenths = perMille % 10
        return tenths == 0
            ? "\(perMille / 10)\u{202F}%" : "\(perMille / 10).\(tenths)\u{202F}%"
    }

    static func percent(share: Double) -> String {
        "\(Int((share * 100).rounded()))\u{202F}%"
    }

    /// An amount in the coins of its currency: `$12.34`, or `1,234.50 CHF`.
    static func money(_ money: Money) -> String {
        let rounded = money.roundedToMinorUnit ?? money
        let parts = rounded.decimal.split(separator: ".", maxSplits: 1)
        let whole = count(parts.first.flatMap { Int($0) } ?? 0)
        let amount = parts.count == 2 ? "\(whole).\(parts[1])" : whole
        switch money.currency.code {
        case "USD": return "$\(amount)"
        case "EUR": return "€\(amount)"
        case "GBP": return "£\(amount)"
        default: return "\(amount) \(money.currency.code)"
        }
    }

    static func duration(seconds: Double?) -> String {
        guard let seconds else { return none }
        switch seconds {
        case ..<1: return "under 1 s"
        case ..<90: return "\(Int(seconds.rounded())) s"
        case ..<5400: return "\(Int((seconds / 60).rounded())) min"
        default: return "\(Int((seconds / 3600).rounded())) h"
        }
    }
}

// MARK: - Days

extension Words {
    /// `9 November 2026`.
    static func day(_ date: String) -> String {
        guard let parts = parts(of: date) else { return date }
        return "\(parts.day) \(months[parts.month - 1]) \(parts.year)"
    }

    /// `9 Nov`.
    static func shortDay(_ date: String) -> String {
        guard let parts = parts(of: date) else { return date }
        return "\(parts.day) \(months[parts.month - 1].prefix(3))"
    }

    /// `Mon 9`.
    static func weekday(_ date: String) -> String {
        guard let parts = parts(of: date), let day = CalendarDay(date) else { return date }
        return "\(weekdays[day.weekday - 1].prefix(3)) \(parts.day)"
    }

    /// `9–15 November 2026`, `30 October – 5 November 2026`, or the month alone where it is all of it.
    static func days(_ days: ReportDays) -> String {
        guard let first = parts(of: days.from), let last = parts(of: days.last) else {
            return "\(days.from) – \(days.last)"
        }
        if first.day == 1, days.last != days.from, parts(of: days.until)?.day == 1,
            first.month == last.month, first.year == last.year
        {
            return "\(months[first.month - 1]) \(first.year)"
        }
        if days.from == days.last { return day(days.from) }
        if (first.year, first.month) == (last.year, last.month) {
            return "\(first.day)–\(day(days.last))"
        }
        if first.year == last.year {
            return "\(first.day) \(months[first.month - 1]) – \(day(days.last))"
        }
        return "\(day(days.from)) – \(day(days.last))"
    }

    private static func parts(of date: String) -> (year: Int, month: Int, day: Int)? {
        let numbers = date.split(separator: "-").compactMap { Int($0) }
        guard numbers.count == 3, (1...12).contains(numbers[1]) else { return nil }
        return (numbers[0], numbers[1], numbers[2])
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
}

extension ReportDays {
    /// The last of the days.
    var last: String { CalendarDay(until).map { ($0 + -1).description } ?? until }

    var count: Int {
        guard let first = CalendarDay(from), let end = CalendarDay(until) else { return 0 }
        return end.number - first.number
    }
}
