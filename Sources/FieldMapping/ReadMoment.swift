/// A moment as it was read: a day and a time of day, and how far from UTC where that was said.
struct ReadMoment: Sendable, Hashable {
    private let year: Int
    private let month: Int
    private let day: Int
    private let seconds: Int
    let offset: Offset?

    /// The moment when there is such a day and time.
    init?(year: Int, month: Int, day: Int, seconds: Int, offset: Offset?) {
        let lengths = [31, Self.isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1970...9998).contains(year), (1...12).contains(month),
            (1...lengths[month - 1]).contains(day), (0..<86_400).contains(seconds)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.seconds, self.offset) = (seconds, offset)
    }

    /// The civil day of a count of seconds, by the algorithm of Hinnant's `civil_from_days`.
    init?(secondsSince1970 count: Int) {
        let shifted = count / 86_400 + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
            month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1,
            seconds: count % 86_400,
            offset: .utc
        )
    }

    /// RFC 3339, with a space for the `T`, without seconds, fraction or offset as well; or a day.
    init?(iso text: String) {
        var draft = MomentDraft()
        var rest = text[...]
        func digits(_ count: Int) -> Substring? {
            let found = rest.prefix(count).prefix { $0.isASCII && $0.isNumber }
            guard found.count == count else { return nil }
            rest = rest.dropFirst(count)
            return found
        }
        func skip(_ marks: String) -> Bool {
            guard let first = rest.first, marks.contains(first) else { return false }
            rest.removeFirst()
            return true
        }
        guard let year = digits(4), skip("-"), let month = digits(2), skip("-"),
            let day = digits(2)
        else { return nil }
        draft.take(year, as: .year)
        draft.take(month, as: .month)
        draft.take(day, as: .day)
        if skip("Tt ") {
            guard let hour = digits(2), skip(":"), let minute = digits(2) else { return nil }
            draft.take(hour, as: .hour)
            draft.take(minute, as: .minute)
            if skip(":") {
                guard let second = digits(2) else { return nil }
                draft.take(second, as: .second)
                if skip(".,") { rest = rest.drop { $0.isASCII && $0.isNumber } }
            }
            if !rest.isEmpty {
                guard let offset = Offset(takenFrom: &rest) else { return nil }
                draft.offset = offset
            }
        }
        guard rest.isEmpty, let moment = draft.moment else { return nil }
        self = moment
    }

    /// RFC 3339; without the offset where none was said.
    var text: String {
        let date = "\(year)-\(Self.two(month))-\(Self.two(day))"
        let time =
            "\(Self.two(seconds / 3600)):\(Self.two(seconds / 60 % 60)):\(Self.two(seconds % 60))"
        return "\(date)T\(time)\(offset?.text ?? "")"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}

/// How far a clock is from UTC.
struct Offset: Sendable, Hashable {
    let text: String

    static let utc = Offset(text: "Z")

    private init(text: String) { self.text = text }

    /// `Z`, `+02:00`, `+0200` or `+02`, taken off the front of a text.
    init?(takenFrom rest: inout Substring) {
        if rest.first == " " { rest.removeFirst() }
        guard let sign = rest.popFirst() else { return nil }
        if sign == "Z" || sign == "z" {
            self = .utc
            return
        }
        guard sign == "+" || sign == "-" else { return nil }
        let hours = rest.prefix(2)
        rest = rest.dropFirst(2)
        if rest.first == ":" { rest.removeFirst() }
        let minutes = rest.prefix(2)
        rest = rest.dropFirst(2)
        let isWritten = (String(hours) + String(minutes)).allSatisfy { $0.isASCII && $0.isNumber }
        guard isWritten, hours.count == 2, let hour = Int(hours), hour <= 14,
            minutes.isEmpty || minutes.count == 2, (Int(minutes) ?? 0) <= 59
        else { return nil }
        text = "\(sign)\(hours):\(minutes.isEmpty ? "00" : minutes)"
    }
}

/// What of a moment is a number.
enum DatePart: Sendable, Hashable {
    case year, shortYear, month, day, hour, halfHour, minute, second, fraction
}

/// A moment while its parts are found one after the other.
struct MomentDraft {
    private var parts: [DatePart: Int] = [:]
    private var isAfternoon: Bool?
    var offset: Offset?

    mutating func take(_ digits: Substring, as part: DatePart) { parts[part] = Int(digits) }

    mutating func takeMonth(named name: Substring) -> Bool {
        let beginning = name.lowercased().prefix(3)
        guard let index = Self.months.firstIndex(where: { $0 == beginning }) else { return false }
        parts[.month] = index + 1
        return true
    }

    mutating func takeHalf(_ word: Substring) -> Bool {
        switch word.lowercased().filter({ $0 != "." }) {
        case "am": isAfternoon = false
        case "pm": isAfternoon = true
        default: return false
        }
        return true
    }

    var moment: ReadMoment? {
        // A year of two digits is of this century: transactions are news.
        guard let year = parts[.year] ?? parts[.shortYear].map({ 2000 + $0 }),
            let month = parts[.month], let day = parts[.day], let hour,
            let minute = valid(.minute, below: 60), let second = valid(.second, below: 60)
        else { return nil }
        return ReadMoment(
            year: year,
            month: month,
            day: day,
            seconds: hour * 3600 + minute * 60 + second,
            offset: offset
        )
    }

    private var hour: Int? {
        guard let half = parts[.halfHour] else { return valid(.hour, below: 24) }
        guard (1...12).contains(half) else { return nil }
        return half % 12 + (isAfternoon == true ? 12 : 0)
    }

    private func valid(_ part: DatePart, below limit: Int) -> Int? {
        let value = parts[part] ?? 0
        return value < limit ? value : nil
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
}
