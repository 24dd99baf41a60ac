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
    package let text: String
    /// The values of the holes in order.
    package let binds: [Bind]
    /// Where each `$n` stands in `text`, in UTF-8 bytes.
    private let holes: [Range<Int>]

    /// Takes a literal that has no holes.
    package init(stringLiteral literal: StaticString) {
        self.init(StringInterpolation(literal))
    }

    /// Takes a literal with its holes.
    package init(stringInterpolation parts: StringInterpolation) {
        self.init(parts)
    }

    private init(_ parts: StringInterpolation) {
        text = String(decoding: parts.bytes, as: UTF8.self)
        (binds, holes) = (parts.binds, parts.holes)
    }
}

extension SQL {
    /// Joins two pieces of a statement and renumbers the holes of the second.
    package static func + (first: SQL, second: SQL) -> SQL {
        var parts = StringInterpolation(first)
        parts.append(second)
        return SQL(parts)
    }

    /// The statement with each hole replaced by what `literal` makes of its value, for the few
    /// commands (`COPY`) that take no binds.
    func inlined(
        _ literal: (Bind) throws(PostgresError) -> String
    ) throws(PostgresError) -> String {
        var parts = StringInterpolation(literalCapacity: 0, interpolationCount: 0)
        try parts.append(self) { (parts, bind) throws(PostgresError) in
            parts.bytes.append(contentsOf: try literal(bind).utf8)
        }
        return SQL(parts).text
    }
}

extension Sequence<SQL> {
    /// Joins pieces, such as optional filters by `" AND "`; empty when there are none.
    package func joined(separator: SQL) -> SQL {
        var joined: SQL?
        for piece in self {
            joined = joined.map { $0 + separator + piece } ?? piece
        }
        return joined ?? ""
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
        fileprivate var bytes: [UInt8] = []
        fileprivate var binds: [Bind] = []
        fileprivate var holes: [Range<Int>] = []

        /// Makes room for a literal of so many bytes and its holes.
        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + 3 * interpolationCount)
            binds.reserveCapacity(interpolationCount)
            holes.reserveCapacity(interpolationCount)
        }

        fileprivate init(_ literal: StaticString) {
            appendLiteral(literal)
        }

        fileprivate init(_ sql: SQL) {
            append(sql)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        /// Embeds a piece of SQL, its holes renumbered.
        package mutating func appendInterpolation(_ piece: SQL) { append(piece) }

        /// Names a table, channel or database; it is quoted, so any text is safe.
        package mutating func appendInterpolation(identifier: String) {
            let quote = UInt8(ascii: "\"")
            bytes.append(quote)
            for byte in identifier.utf8 {
                if byte == quote { bytes.append(quote) }
                bytes.append(byte)
            }
            bytes.append(quote)
        }

        mutating func append(_ bind: Bind) {
            binds.append(bind)
            let start = bytes.count
            bytes.append(UInt8(ascii: "$"))
            bytes.append(contentsOf: String(binds.count).utf8)
            holes.append(start..<bytes.count)
        }

        fileprivate mutating func append(_ sql: SQL) { append(sql) { $0.append($1) } }

        /// Appends a piece with `fill` for each of its holes.
        fileprivate mutating func append<Failure: Error>(
            _ sql: SQL,
            _ fill: (inout Self, Bind) throws(Failure) -> Void
        ) throws(Failure) {
            let text = sql.text.utf8
            var end = text.startIndex
            for (hole, bind) in zip(sql.holes, sql.binds) {
                bytes += text[end..<text.index(text.startIndex, offsetBy: hole.lowerBound)]
                try fill(&self, bind)
                end = text.index(text.startIndex, offsetBy: hole.upperBound)
            }
            bytes += text[end...]
        }
    }
}
