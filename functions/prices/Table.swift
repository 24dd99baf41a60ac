import Web

/// A file that a client sends, its columns found by their names.
struct Table {
    private let columns: [String: Int]
    let records: [CSV.Record]

    /// The largest file taken, in bytes.
    static let byteCountMax = 4 * 1024 * 1024

    init(_ bytes: [UInt8]) throws(Problem) {
        let file: CSV
        do throws(MalformedCSV) {
            file = try CSV(bytes)
        } catch {
            throw Problem(.badRequest, "malformed-csv", error.sentence)
        }
        columns = Dictionary(
            file.header.enumerated().map { ($1.lowercased(), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        records = file.records
    }

    /// Refuses a file that lacks a column, naming every one.
    func require(_ names: [String]) throws(Problem) {
        let missing = names.filter { columns[$0.lowercased()] == nil }
        guard !missing.isEmpty else { return }
        throw .invalid(
            missing.map {
                FieldProblem($0, expected: "a column", "The header has no column \($0).")
            }
        )
    }

    /// The fields of one record by the names of their columns.
    func line(_ record: CSV.Record) -> Line {
        Line(number: record.line, fields: columns.mapValues { record.fields[$0] })
    }

    /// Reads every line, or names all that is wrong with any of them, up to a sensible number.
    func read<Value>(
        _ body: (inout Line) -> Value?
    ) throws(Problem) -> [Value] {
        var values: [Value] = []
        var problems: [FieldProblem] = []
        for record in records {
            var line = line(record)
            let value = body(&line)
            problems += line.problems
            if let value, line.problems.isEmpty { values.append(value) }
            guard problems.count < Self.problemsMax else { break }
        }
        guard problems.isEmpty else { throw Self.refusal(problems) }
        return values
    }

    /// What to answer when a column is wrong in the records at these places.
    func refusal(of places: [Int], column: String, expected: String) -> Problem {
        Self.refusal(
            places.prefix(Self.problemsMax).map { place in
                FieldProblem(
                    column,
                    expected: expected,
                    "Line \(records[place].line): \(column) must be \(expected)."
                )
            }
        )
    }

    private static func refusal(_ problems: [FieldProblem]) -> Problem {
        let count = problems.count
        return Problem(
            .badRequest,
            "invalid-lines",
            "Nothing was imported: \(count) field\(count == 1 ? " is" : "s are") not as expected.",
            fields: problems
        )
    }

    /// More are not mended one by one anyway.
    private static let problemsMax = 200
}

extension Table {
    /// One line being read; what is wrong with it gathers here.
    struct Line {
        let number: Int
        fileprivate let fields: [String: String]
        fileprivate(set) var problems: [FieldProblem] = []

        fileprivate init(number: Int, fields: [String: String]) {
            self.number = number
            self.fields = fields
        }

        /// The text of a column, nil when it is empty or there is no such column.
        func text(_ column: String) -> String? {
            guard let text = fields[column.lowercased()], !text.isEmpty else { return nil }
            return text
        }

        /// A column's value; nil, and a problem, when `parse` does not take its text.
        mutating func value<Value>(
            _ column: String,
            expected: String,
            isRequired: Bool = false,
            _ parse: (String) -> Value?
        ) -> Value? {
            guard let text = text(column) else {
                if isRequired { refuse(column, expected: expected) }
                return nil
            }
            if let value = parse(text) { return value }
            refuse(column, expected: expected)
            return nil
        }

        private mutating func refuse(_ column: String, expected: String) {
            problems.append(
                FieldProblem(
                    column,
                    expected: expected,
                    "Line \(number): \(column) must be \(expected)."
                )
            )
        }
    }
}
