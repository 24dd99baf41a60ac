/// SQL text and its bound values, made only from literals and typed holes.
///
/// ```swift
/// let sql: SQL = "SELECT status FROM messages WHERE id = \(id)::uuid"
/// ```
///
/// Every hole becomes a bind (`$1`, `$2`, ...), never text, and a string of run time cannot become
/// SQL: there is no door for it. PostgreSQL infers the type of a bind from where it stands; where it
/// cannot, cast it as the example does. Only `[UInt8]` brings its own `::bytea`.
package struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The statement with `$n` for each hole: what the server parses, and safe to log.
    package private(set) var text: String
    /// The values of the holes in order.
    package private(set) var binds: [Bind]
    /// Where the number of each hole stands in `text`, in UTF-8 bytes and without its dollar sign.
    private var holes: [Range<Int>]

    /// Takes a literal that has no holes.
    package init(stringLiteral literal: StaticString) {
        self.init()
        append(literal)
    }

    /// Takes a literal with its holes.
    package init(stringInterpolation parts: StringInterpolation) {
        self = parts.sql
    }

    fileprivate init() {
        (text, binds, holes) = ("", [], [])
    }

    fileprivate mutating func append(_ literal: StaticString) {
        text += literal.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    }

    fileprivate mutating func append(_ bind: Bind) {
        binds.append(bind)
        text += "$"
        let start = text.utf8.count
        text += String(binds.count)
        holes.append(start..<text.utf8.count)
    }

    fileprivate mutating func append(quoting identifier: String) {
        text += "\""
        for character in identifier.unicodeScalars {
            if character == "\"" { text += "\"" }
            text.unicodeScalars.append(character)
        }
        text += "\""
    }

    fileprivate mutating func append(_ other: SQL) {
        let bytes = other.text.utf8
        var end = bytes.startIndex
        for (hole, bind) in zip(other.holes, other.binds) {
            // The dollar sign before the number is written by `append(_: Bind)`.
            let dollar = bytes.index(bytes.startIndex, offsetBy: hole.lowerBound - 1)
            text += other.text[end..<dollar]
            append(bind)
            end = bytes.index(bytes.startIndex, offsetBy: hole.upperBound)
        }
        text += other.text[end...]
    }
}

extension SQL {
    /// Joins two pieces of a statement and renumbers the holes of the second.
    package static func + (first: SQL, second: SQL) -> SQL {
        var joined = first
        joined.append(second)
        return joined
    }

    /// The statement with each hole replaced by what `literal` makes of its value, for the few
    /// commands (`COPY`) that take no binds.
    func inlined(
        _ literal: (Bind) throws(PostgresError) -> String
    ) throws(PostgresError) -> String {
        var result = ""
        let bytes = text.utf8
        var end = bytes.startIndex
        for (hole, bind) in zip(holes, binds) {
            let dollar = bytes.index(bytes.startIndex, offsetBy: hole.lowerBound - 1)
            result += text[end..<dollar]
            result += try literal(bind)
            end = bytes.index(bytes.startIndex, offsetBy: hole.upperBound)
        }
        return result + text[end...]
    }
}

extension Sequence<SQL> {
    /// Joins pieces, such as optional filters by `" AND "`; empty when there are none.
    package func joined(separator: SQL) -> SQL {
        var joined = SQL()
        for (index, piece) in enumerated() {
            if index > 0 { joined.append(separator) }
            joined.append(piece)
        }
        return joined
    }
}

extension SQL: CustomStringConvertible {
    /// The text without the values, which may be personal.
    package var description: String { text }
}

extension SQL {
    /// Collects the literals and holes of one SQL literal.
    ///
    /// A module with types of its own adds an overload that ends in one of these.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL()

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
            sql.binds.reserveCapacity(interpolationCount)
            sql.holes.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) { sql.append(literal) }

        /// Embeds a piece of SQL, its holes renumbered.
        package mutating func appendInterpolation(_ piece: SQL) { sql.append(piece) }

        /// Names a table, channel or database; it is quoted, so any text is safe.
        package mutating func appendInterpolation(identifier: String) {
            sql.append(quoting: identifier)
        }

        mutating func append(_ bind: Bind) { sql.append(bind) }
    }
}
