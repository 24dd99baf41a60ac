extension Field<String> {
    /// A moment in RFC 3339, or a day as `YYYY-MM-DD`; kept as text, because PostgreSQL does the
    /// arithmetic.
    package static func timestamp(_ name: String, _ summary: String) -> Self {
        Field(
            name,
            summary,
            schema: .timestamp,
            expected: "a date and time such as 2026-11-20T09:30:00Z"
        ) { json in json.text.flatMap(Timestamp.canonical) }
    }
}

/// Checks moments as programs write them (RFC 3339).
enum Timestamp {
    /// The text when it is a moment that exists, with its zone; one without a zone is in UTC.
    static func canonical(_ text: String) -> String? {
        // A plus sign that a query did not encode arrives as a space.
        let bytes = Array(text.utf8.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : $0 })
        guard bytes.count >= 10, bytes.count <= 35,
            let date = day(bytes[..<10])
        else { return nil }
        guard bytes.count > 10 else { return "\(date)T00:00:00Z" }
        let rest = String(decoding: bytes[11...], as: UTF8.self)
        guard
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t")
                || bytes[10] == UInt8(ascii: "+"),
            let time = clock(rest)
        else { return nil }
        return "\(date)T\(time)"
    }

    private static func day(_ bytes: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { number($0) }
        guard numbers.count == 3, (1970...9998).contains(numbers[0]), (1...12).contains(numbers[1])
        else { return nil }
        let isLeap = numbers[0] % 4 == 0 && (numbers[0] % 100 != 0 || numbers[0] % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...lengths[numbers[1] - 1]).contains(numbers[2]) ? text : nil
    }

    private static func clock(_ text: String) -> String? {
        let zoneStart = text.firstIndex { "Zz+-".contains($0) } ?? text.endIndex
        let zone = text[zoneStart...].uppercased()
        let pieces = text[..<zoneStart].split(separator: ".", omittingEmptySubsequences: false)
        guard let first = pieces.first, pieces.count <= 2 else { return nil }
        if pieces.count == 2, !(1...9).contains(pieces[1].count) || number(pieces[1]) == nil {
            return nil
        }
        // PostgreSQL reads 09:30.5 as nine minutes and 30.5 seconds.
        if pieces.count == 2, first.count != 8 { return nil }
        guard hoursAndMinutes(first, seconds: true), isZone(zone) else { return nil }
        return String(text[..<zoneStart]) + (zone.isEmpty ? "Z" : zone)
    }

    private static func isZone(_ text: String) -> Bool {
        guard let sign = text.first, text != "Z" else { return true }
        return "+-".contains(sign) && hoursAndMinutes(text.dropFirst(), seconds: false)
    }

    private static func hoursAndMinutes(_ text: some StringProtocol, seconds: Bool) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let limits = seconds ? [23, 59, 59] : [14, 59]
        guard parts.count == limits.count || seconds && parts.count == 2 else { return false }
        return zip(parts, limits).allSatisfy { part, limit in
            part.count == 2 && number(part).map { $0 <= limit } ?? false
        }
    }

    /// Digits only: `Int` would also take a sign.
    private static func number(_ text: some StringProtocol) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
}
