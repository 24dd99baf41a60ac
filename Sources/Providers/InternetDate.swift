/// Dates as mail and Twilio's older APIs write them: `Thu, 24 Aug 2023 05:01:45 +0000` (RFC 2822).
package enum InternetDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let secondsPerDay: Int64 = 86_400

    /// Nil for a text that is no such date.
    package static func unixSeconds(_ text: String) -> Int64? {
        let words = text.split(separator: " ")
        guard words.count == 6, let day = Int64(words[1]), let year = Int64(words[3]),
            (1...31).contains(day), (1900...9999).contains(year),
            let month = months.firstIndex(of: String(words[2])),
            let offset = offsetSeconds(words[5])
        else { return nil }
        let time = words[4].split(separator: ":").compactMap { Int64($0) }
        guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]),
            (0...60).contains(time[2])
        else { return nil }
        let days = days(year: year, month: Int64(month) + 1, day: day)
        return days * secondsPerDay + time[0] * 3_600 + time[1] * 60 + time[2] - offset
    }

    package static func text(unixSeconds: Int64) -> String {
        let (days, rest) = split(unixSeconds)
        let (year, month, day) = civil(days)
        let weekday = weekdays[Int((days % 7 + 7) % 7)]
        let time = [rest / 3_600, rest / 60 % 60, rest % 60].map { padded($0) }.joined(
            separator: ":"
        )
        return "\(weekday), \(padded(day)) \(months[Int(month) - 1]) \(year) \(time) +0000"
    }

    /// The day in GMT, `2023-08-24`.
    package static func day(ofUnixSeconds seconds: Int64) -> String {
        let (year, month, day) = civil(split(seconds).days)
        return "\(year)-\(padded(month))-\(padded(day))"
    }

    // MARK: -

    private static func offsetSeconds(_ text: Substring) -> Int64? {
        if text == "GMT" || text == "UTC" { return 0 }
        guard text.utf8.count == 5, let digits = Int64(text.dropFirst()), digits >= 0 else {
            return nil
        }
        let seconds = digits / 100 * 3_600 + digits % 100 * 60
        return text.hasPrefix("-") ? -seconds : text.hasPrefix("+") ? seconds : nil
    }

    private static func split(_ seconds: Int64) -> (days: Int64, rest: Int64) {
        let rest = (seconds % secondsPerDay + secondsPerDay) % secondsPerDay
        return ((seconds - rest) / secondsPerDay, rest)
    }

    private static func padded(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    /// Days since 1970-01-01 in the Gregorian calendar.
    ///
    /// The year here begins in March, so that the leap day comes last
    /// (https://howardhinnant.github.io/date_algorithms.html).
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
