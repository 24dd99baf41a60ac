/// One thing that is done to a text on its way into a field.
package enum Transformation: Sendable, Hashable {
    case trim
    case upper
    case lower
    /// All but digits is left out.
    case digits
    /// `Maria` of `Maria Lopez` and of `Lopez, Maria`.
    case firstName
    /// `Lopez` of `Maria Lopez` and of `Lopez, Maria`.
    case lastName
    /// Whole cents become a decimal amount.
    case cents
    /// An amount as people write it, such as `$1,234.50`, becomes a decimal number.
    case money
    /// A moment in a format of its own; without an offset it is of the zone, or else of UTC.
    case date(DateFormat, zone: String?)

    /// The text as it is afterwards, or why it cannot be.
    func apply(to text: String) -> Result<String, Unfit> {
        switch self {
        case .trim: .success(text.trimmed)
        case .upper: .success(text.uppercased())
        case .lower: .success(text.lowercased())
        case .digits: .success(text.filter { $0.isASCII && $0.isNumber })
        case .firstName: .success(Self.names(text).first)
        case .lastName: .success(Self.names(text).last)
        case .cents: Self.fromCents(text.trimmed)
        case .money: Self.fromMoney(text)
        case .date(let format, _): format.read(text.trimmed).map(\.text)
        }
    }

    /// Why a value cannot be transformed, to follow the words "it is".
    package struct Unfit: Error, Sendable, Hashable {
        package let reason: String
    }

    private static func names(_ text: String) -> (first: String, last: String) {
        if let comma = text.firstIndex(of: ",") {
            return (
                String(text[text.index(after: comma)...]).trimmed, String(text[..<comma]).trimmed
            )
        }
        let words = text.split(whereSeparator: \.isWhitespace)
        return (words.first.map(String.init) ?? "", words.dropFirst().joined(separator: " "))
    }

    private static func fromCents(_ text: String) -> Result<String, Unfit> {
        let isNegative = text.hasPrefix("-")
        let digits = isNegative ? text.dropFirst() : text[...]
        guard (1...15).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return .failure(Unfit(reason: "not a whole number of cents")) }
        let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        return .success("\(isNegative ? "-" : "")\(padded.dropLast(2)).\(padded.suffix(2))")
    }

    private static func fromMoney(_ text: String) -> Result<String, Unfit> {
        let kept = text.filter { $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }
        guard kept.contains(where: \.isNumber) else {
            return .failure(Unfit(reason: "not an amount of money"))
        }
        let isNegative = text.contains("-") || text.trimmed.hasPrefix("(")
        let point = decimalPoint(of: kept)
        let whole = kept[..<(point ?? kept.endIndex)].filter(\.isNumber)
        let fraction = point.map { kept[kept.index(after: $0)...].filter(\.isNumber) } ?? ""
        let number = fraction.isEmpty ? whole : "\(whole.isEmpty ? "0" : whole).\(fraction)"
        return .success((isNegative ? "-" : "") + number)
    }

    /// The last mark is the decimal point, unless it divides thousands.
    private static func decimalPoint(of text: String) -> String.Index? {
        guard let last = text.lastIndex(where: { !$0.isNumber }) else { return nil }
        let marks = text.filter { !$0.isNumber }
        let isAlone = marks.count == 1
        let isRepeated = marks.filter { $0 == text[last] }.count > 1
        let digitsAfter = text.distance(from: last, to: text.endIndex) - 1
        return isRepeated || isAlone && digitsAfter == 3 ? nil : last
    }
}

extension String {
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
