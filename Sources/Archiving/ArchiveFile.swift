/// What a file of archived records looks like: an opening, then one entry after the other.
///
/// In an entry nothing can be read but which row it is of, and the mark of whom it is about; both
/// numbers of bytes are written big-endian.
///
///     "SMSARCH1" (count: 2 bytes, id) (32 bytes, mark) (count: 4 bytes, sealed) …
enum ArchiveFile {
    struct Entry: Sendable, Hashable {
        /// What tells the row from all others of the business.
        let id: String
        let mark: [UInt8]
        let sealed: [UInt8]
    }

    static let opening = Array("SMSARCH1".utf8)
    static let markLength = 32

    static func append(_ entry: Entry, to bytes: inout [UInt8]) {
        let id = Array(entry.id.utf8)
        bytes += number(id.count, byteCount: 2) + id + entry.mark
        bytes += number(entry.sealed.count, byteCount: 4) + entry.sealed
    }

    /// The entries of a file; nil for what is none, or not a whole one.
    static func entries(of bytes: [UInt8]) -> [Entry]? {
        guard bytes.starts(with: opening) else { return nil }
        var rest = bytes[opening.count...]
        var entries: [Entry] = []
        while !rest.isEmpty {
            guard let idCount = takeNumber(2, from: &rest), let id = take(idCount, from: &rest),
                let text = String(validating: id, as: UTF8.self),
                let mark = take(markLength, from: &rest),
                let count = takeNumber(4, from: &rest), let sealed = take(count, from: &rest)
            else { return nil }
            entries.append(Entry(id: text, mark: Array(mark), sealed: Array(sealed)))
        }
        return entries
    }

    // MARK: -

    private static func number(_ value: Int, byteCount: Int) -> [UInt8] {
        (0..<byteCount).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func takeNumber(_ byteCount: Int, from bytes: inout ArraySlice<UInt8>) -> Int? {
        take(byteCount, from: &bytes).map { $0.reduce(0) { $0 << 8 | Int($1) } }
    }

    private static func take(
        _ count: Int,
        from bytes: inout ArraySlice<UInt8>
    ) -> ArraySlice<UInt8>? {
        guard bytes.count >= count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }
}
