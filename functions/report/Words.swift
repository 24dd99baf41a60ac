import Messaging
import Statistics

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

    static func duration(milliseconds: Int?) -> String {
        guard let milliseconds else { return none }
        let seconds = (milliseconds + 500) / 1000
        switch seconds {
        case 0: return "under 1 s"
        case ..<90: return "\(seconds) s"
        case ..<5400: return "\((seconds + 30) / 60) min"
        default: return "\((seconds + 1800) / 3600) h"
        }
    }
}

// MARK: - Days

extension Words {
    /// `9 November 2026`.
    static func day(_ day: CalendarDay) -> String {
        let parts = day.parts
        return "\(parts.day) \(months[parts.month - 1]) \(parts.year)"
    }

    /// `9 Nov`.
    static func shortDay(_ day: CalendarDay) -> String {
        "\(day.parts.day) \(months[day.parts.month - 1].prefix(3))"
    }

    /// The same of a day as text.
    static func shortDay(_ text: String) -> String {
        CalendarDay(text).map { shortDay($0) } ?? text
    }

    /// `Mon 9`.
    static func weekday(_ day: CalendarDay) -> String {
        "\(weekdays[day.weekday - 1].prefix(3)) \(day.parts.day)"
    }

    /// `9–15 November 2026`, `30 October – 5 November 2026`, or the month alone where it is all of it.
    static func days(_ range: DayRange) -> String {
        let (first, last) = (range.first.parts, range.last.parts)
        if range.first.month == range { return "\(months[first.month - 1]) \(first.year)" }
        if range.count == 1 { return day(range.first) }
        if (first.year, first.month) == (last.year, last.month) {
            return "\(first.day)–\(day(range.last))"
        }
        if first.year == last.year {
            return "\(first.day) \(months[first.month - 1]) – \(day(range.last))"
        }
        return "\(day(range.first)) – \(day(range.last))"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
}
