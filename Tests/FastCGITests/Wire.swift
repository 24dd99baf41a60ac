/// Hand-written FastCGI, so that tests can also say what no peer should.
enum Wire {
    typealias Bytes = [UInt8]

    static func record(
        _ kind: UInt8,
        id: UInt16 = 1,
        version: UInt8 = 1,
        padding: Int = 0,
        _ content: Bytes = []
    ) -> Bytes {
        let count = UInt16(content.count)
        let header: Bytes = [
            version, kind, UInt8(id >> 8), UInt8(id & 0xff),
            UInt8(count >> 8), UInt8(count & 0xff), UInt8(padding), 0,
        ]
        return header + content + Bytes(repeating: 0xaa, count: padding)
    }

    static func begin(id: UInt16 = 1, role: UInt8 = 1, keep: Bool = false) -> Bytes {
        record(1, id: id, [0, role, keep ? 1 : 0, 0, 0, 0, 0, 0])
    }

    static func abort(id: UInt16 = 1) -> Bytes { record(2, id: id) }

    static func getValues(_ names: [String]) -> Bytes {
        record(9, id: 0, names.flatMap { pair($0, "") })
    }

    static func pair(_ name: String, _ value: String) -> Bytes {
        length(name.utf8.count) + length(value.utf8.count) + name.utf8 + value.utf8
    }

    /// A stream of records of at most `size` bytes, and its end.
    static func stream(
        _ kind: UInt8,
        id: UInt16 = 1,
        _ content: Bytes,
        size: Int = 65_535,
        padding: Int = 0
    ) -> Bytes {
        var bytes = Bytes()
        var rest = content[...]
        while !rest.isEmpty {
            bytes += record(kind, id: id, padding: padding, Bytes(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return bytes + record(kind, id: id, padding: padding)
    }

    static func parameters(
        _ pairs: [(String, String)],
        id: UInt16 = 1,
        size: Int = 65_535,
        padding: Int = 0
    ) -> Bytes {
        stream(4, id: id, pairs.flatMap { pair($0, $1) }, size: size, padding: padding)
    }

    static func input(_ body: Bytes, id: UInt16 = 1, size: Int = 65_535, padding: Int = 0) -> Bytes
    {
        stream(5, id: id, body, size: size, padding: padding)
    }

    /// A whole request, as nginx would send it.
    static func request(
        _ path: String,
        query: String = "",
        body: Bytes = [],
        id: UInt16 = 1,
        keep: Bool = false
    ) -> Bytes {
        begin(id: id, keep: keep)
            + parameters(
                [
                    ("SCRIPT_NAME", path), ("QUERY_STRING", query),
                    ("CONTENT_LENGTH", body.isEmpty ? "" : "\(body.count)"),
                ],
                id: id
            )
            + input(body, id: id)
    }

    private static func length(_ count: Int) -> Bytes {
        count < 128
            ? [UInt8(count)]
            : [
                UInt8(count >> 24) | 0x80, UInt8(count >> 16 & 0xff), UInt8(count >> 8 & 0xff),
                UInt8(count & 0xff),
            ]
    }
}
