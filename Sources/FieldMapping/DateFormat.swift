import Web

/// How a CRM writes its moments: a pattern such as `MM/dd/yyyy HH:mm`, or one of three words.
///
/// The letters are those of Unicode's date patterns (UTS 35): `yyyy yy MMMM MMM MM M dd d HH H hh h
/// mm m ss s SSS a XXX`; anything else stands for itself, and letters within apostrophes do too.
package struct DateFormat: Sendable, Hashable {
    package let pattern: String
    private let form: Form

    private enum Form: Sendable, Hashable {
        /// RFC 3339, or the same without an offset, or a day alone.
        case iso
        /// Seconds, or milliseconds, since 1970.
        case unix(milliseconds: Bool)
        case pieces([Piece])
    }

    fileprivate enum Piece: Sendable, Hashable {
        case literal(Character)
        case number(DatePart, ClosedRange<Int>)
        case monthName
        case halfDay
        case offset
    }

    package init?(_ pattern: String) {
        self.pattern = pattern
        switch pattern {
        case "iso": form = .iso
        case "unix": form = .unix(milliseconds: false)
        case "unix-ms": form = .unix(milliseconds: true)
        default:
            guard pattern.count <= 60, !pattern.hasControlCharacters,
                let pieces = Self.pieces(of: pattern)
            else { return nil }
            form = .pieces(pieces)
        }
    }

    /// The moment that a text names, with no zone applied.
    func read(_ text: String) -> Result<ReadMoment, Transformation.Unfit> {
        let moment: ReadMoment? =
            switch form {
            case .iso: ReadMoment(iso: text)
            case .unix(let inMilliseconds): Self.unix(text, inMilliseconds)
            case .pieces(let pieces): Self.read(text, as: pieces)
            }
        guard let moment else {
            return .failure(.init(reason: "not a date and time written as \(pattern)"))
        }
        return .success(moment)
    }

    private static func unix(_ text: String, _ inMilliseconds: Bool) -> ReadMoment? {
        guard text.count <= 15, text.allSatisfy({ $0.isASCII && $0.isNumber }),
            let number = Int(text)
        else { return nil }
        return ReadMoment(secondsSince1970: inMilliseconds ? number / 1000 : number)
    }

    // MARK: - Patterns

    private static let numbers: [String: Piece] = [
        "yyyy": .number(.year, 4...4), "yy": .number(.shortYear, 2...2),
        "MM": .number(.month, 1...2), "M": .number(.month, 1...2),
        "dd": .number(.day, 1...2), "d": .number(.day, 1...2),
        "HH": .number(.hour, 1...2), "H": .number(.hour, 1...2),
        "hh": .number(.halfHour, 1...2), "h": .number(.halfHour, 1...2),
        "mm": .number(.minute, 1...2), "m": .number(.minute, 1...2),
        "ss": .number(.second, 1...2), "s": .number(.second, 1...2),
        "SSS": .number(.fraction, 1...9), "MMM": .monthName, "MMMM": .monthName,
        "a": .halfDay, "XXX": .offset, "Z": .offset,
    ]

    private static func pieces(of pattern: String) -> [Piece]? {
        var pieces: [Piece] = []
        var rest = pattern[...]
        while let first = rest.first {
            if first == "'" {
                rest.removeFirst()
                guard let end = rest.firstIndex(of: "'") else { return nil }
                pieces += rest[..<end].map(Piece.literal)
                rest = rest[rest.index(after: end)...]
            } else if first.isASCII, first.isLetter, first != "T" {
                let run = rest.prefix { $0 == first }
                guard let piece = numbers[String(run)] else { return nil }
                pieces.append(piece)
                rest = rest.dropFirst(run.count)
            } else {
                pieces.append(.literal(first))
                rest.removeFirst()
            }
        }
        let parts = Set(
            pieces.compactMap { piece -> DatePart? in
                if case .number(let part, _) = piece { part } else { nil }
            }
        )
        let hasYear = parts.contains(.year) || parts.contains(.shortYear)
        let hasMonth = parts.contains(.month) || pieces.contains(.monthName)
        return hasYear && hasMonth && parts.contains(.day) ? pieces : nil
    }

    private static func read(_ text: String, as pieces: [Piece]) -> ReadMoment? {
        var draft = MomentDraft()
        var rest = text[...]
        for piece in pieces {
            switch piece {
            case .literal(let character):
                guard rest.popFirst() == character else { return nil }
            case .number(let part, let widths):
                let digits = rest.prefix(widths.upperBound).prefix { $0.isASCII && $0.isNumber }
                guard digits.count >= widths.lowerBound else { return nil }
                draft.take(digits, as: part)
                rest = rest.dropFirst(digits.count)
            case .monthName:
                let name = rest.prefix { $0.isLetter }
                guard draft.takeMonth(named: name) else { return nil }
                rest = rest.dropFirst(name.count)
                if rest.first == "." { rest.removeFirst() }
            case .halfDay:
                let word = rest.prefix { $0.isLetter || $0 == "." }
                guard draft.takeHalf(word) else { return nil }
                rest = rest.dropFirst(word.count)
            case .offset:
                guard let offset = Offset(takenFrom: &rest) else { return nil }
                draft.offset = offset
            }
        }
        return rest.isEmpty ? draft.moment : nil
    }
}
