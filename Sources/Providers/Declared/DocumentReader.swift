import Web

/// Reads a document and keeps a list of all that is wrong with it, each with its place.
final class DocumentReader {
    private(set) var problems: [FieldProblem] = []

    func fail(_ place: String, _ expected: String) {
        problems.append(FieldProblem(place, expected: expected, "\(place) must be \(expected)."))
    }

    /// The members of an object, of which others than `names` are mistakes.
    func object(_ json: JSON?, _ place: String, _ names: Set<String>) -> Members? {
        guard let json, json != .null else { return nil }
        guard case .object(let object) = json else {
            fail(place, "an object")
            return nil
        }
        for member in object.members where !names.contains(member.name) {
            fail("\(place).\(member.name)", "one of \(names.sorted().joined(separator: ", "))")
        }
        return Members(object: object, place: place, reader: self)
    }

    /// An object and where it stands.
    struct Members {
        let object: JSON.Object
        let place: String
        let reader: DocumentReader

        func place(_ name: String) -> String { "\(place).\(name)" }

        subscript(name: String) -> JSON? { object[name].flatMap { $0 == .null ? nil : $0 } }

        func members(_ name: String, _ names: Set<String>) -> Members? {
            reader.object(self[name], place(name), names)
        }

        /// A text; with a fallback it may be left out.
        func text(_ name: String, or fallback: String? = nil) -> String {
            optionalText(name) ?? fallback ?? required(name, "a text") ?? ""
        }

        func optionalText(_ name: String) -> String? {
            guard let value = self[name] else { return nil }
            guard let text = value.text, !text.hasControlCharactersButLineFeeds else {
                reader.fail(place(name), "a text")
                return ""
            }
            return text
        }

        func integer(_ name: String, _ range: ClosedRange<Int>, or fallback: Int) -> Int {
            guard let value = self[name] else { return fallback }
            guard case .number(let digits) = value, let number = Int(digits), range.contains(number)
            else {
                reader.fail(
                    place(name),
                    "a whole number from \(range.lowerBound) to \(range.upperBound)"
                )
                return fallback
            }
            return number
        }

        /// One of an enumeration's words.
        func word<Word: RawRepresentable & CaseIterable>(_ name: String, or fallback: Word) -> Word
        where Word.RawValue == String {
            guard let value = self[name] else { return fallback }
            guard let word = value.text.flatMap(Word.init(rawValue:)) else {
                let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
                reader.fail(place(name), "one of \(words)")
                return fallback
            }
            return word
        }

        /// Texts or numbers, which a document may write either way.
        func texts(_ name: String) -> [String] {
            guard let value = self[name] else { return [] }
            guard case .array(let elements) = value else {
                reader.fail(place(name), "a list of texts")
                return []
            }
            let texts = elements.compactMap(\.scalar)
            if texts.count != elements.count { reader.fail(place(name), "a list of texts") }
            return texts
        }

        /// What `make` makes of a text; nil where there is none, or a malformed one.
        func made<Made>(
            _ name: String,
            _ expected: String,
            _ make: (String) throws(MalformedTemplate) -> Made
        ) -> Made? {
            guard let text = optionalText(name), !text.isEmpty else { return nil }
            do throws(MalformedTemplate) {
                return try make(text)
            } catch {
                reader.fail(place(name), expected)
                return nil
            }
        }

        func template(_ name: String) -> TextTemplate? {
            made(name, "a text whose {braces} pair") { text throws(MalformedTemplate) in
                try TextTemplate(text)
            }
        }

        func extract(_ name: String) -> Extract? {
            made(name, "a path, or a text whose {braces} pair") { text throws(MalformedTemplate) in
                try Extract(text)
            }
        }

        func value(_ name: String) -> ValueTemplate? {
            guard let json = self[name] else { return nil }
            do throws(MalformedTemplate) {
                return try ValueTemplate(json)
            } catch {
                reader.fail(place(name), "values whose {braces} pair")
                return nil
            }
        }

        func shapes(_ name: String) -> [TextShape] {
            texts(name).compactMap { text in
                do throws(MalformedTemplate) {
                    return try TextShape(text)
                } catch {
                    reader.fail(
                        place(name),
                        "texts with {captures} that have something between them"
                    )
                    return nil
                }
            }
        }

        func statuses(_ name: String) -> StatusRange? {
            guard self[name] != nil else { return nil }
            let ranges = texts(name).compactMap(StatusRange.range)
            if ranges.count != texts(name).count {
                reader.fail(place(name), "a list of HTTP statuses such as 202 or 4xx")
            }
            return StatusRange(ranges)
        }

        /// Says that something is missing.
        func required<Value>(_ name: String, _ expected: String) -> Value? {
            if self[name] == nil { reader.fail(place(name), expected) }
            return nil
        }
    }
}

extension String {
    /// A body in XML may go over several lines; nothing else may.
    fileprivate var hasControlCharactersButLineFeeds: Bool {
        utf8.contains { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F }
    }
}
