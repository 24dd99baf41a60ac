import Messaging
import PhoneNumbers
import Store

/// The lines of a file of numbers (RFC 4180): number, reason, note.
struct SuppressionFile {
    private(set) var entries: [Suppressions.Entry] = []
    private(set) var problems: [(line: Int, message: String)] = []

    /// `region` is where national numbers are at home.
    init(_ text: String, region: String) {
        for (line, cells) in Self.records(of: text) {
            let first = (cells.first ?? "").lowercased()
            if line == 1, ["number", "phone", "phonenumber"].contains(first) { continue }
            do throws(BadLine) {
                entries.append(try Self.entry(cells, region))
            } catch {
                problems.append((line, error.message))
            }
        }
    }

    private struct BadLine: Error { let message: String }

    private static func entry(
        _ cells: [String],
        _ region: String
    ) throws(BadLine) -> Suppressions.Entry {
        let number: E164
        do throws(PhoneNumberProblem) {
            number = try PhoneNumberParser.parse(cells[0], defaultRegion: region)
        } catch {
            throw BadLine(message: error.message)
        }
        let word = cells.count > 1 ? cells[1] : ""
        guard
            let reason = word.isEmpty
                ? .optedOut : SuppressionReason(rawValue: word.lowercased())
        else {
            let words = SuppressionReason.allCases.map(\.rawValue).joined(separator: ", ")
            throw BadLine(message: "The reason must be one of \(words).")
        }
        let note = cells.count > 2 ? cells[2] : ""
        guard note.count <= 500, !note.utf8.contains(0) else {
            throw BadLine(message: "The note must be at most 500 characters.")
        }
        return Suppressions.Entry(number, reason, note: note)
    }

    /// The cells of each line that has any, with the number of the line where it begins.
    private static func records(of text: String) -> [(line: Int, cells: [String])] {
        var records: [(line: Int, cells: [String])] = []
        var cells: [String] = []
        var cell = ""
        var (line, start, isQuoted, wasQuoted) = (1, 1, false, false)
        func trimmed(_ text: String) -> String {
            text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        func endCell() {
            cells.append(wasQuoted ? cell : trimmed(cell))
            (cell, wasQuoted) = ("", false)
        }
        func endRecord() {
            endCell()
            if cells != [""] { records.append((start, cells)) }
            cells = []
        }
        var rest = text.drop { $0 == "\u{FEFF}" }
        while let character = rest.popFirst() {
            if isQuoted {
                if character == "\"" {
                    if rest.first == "\"" {
                        cell.append(rest.removeFirst())
                    } else {
                        isQuoted = false
                    }
                } else {
                    cell.append(character)
                    if character.isNewline { line += 1 }
                }
                continue
            }
            switch character {
            case "\"" where cell.allSatisfy { $0 == " " }:
                (cell, isQuoted, wasQuoted) = ("", true, true)
            case ",": endCell()
            case let end where end.isNewline:
                endRecord()
                line += 1
                start = line
            default: cell.append(character)
            }
        }
        endRecord()
        return records
    }
}
