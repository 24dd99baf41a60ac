/// What has arrived of an answer, never more than the limit.
struct ResponseBuffer {
    var byteCountMax = 0
    /// Whether a body that is too long is cut rather than refused.
    var cutsBody = false
    private(set) var headers: [HTTPHeader] = []
    private(set) var body: [UInt8] = []
    /// Whether the blank line after the headers has arrived.
    ///
    /// libcurl takes a head that was cut off for a complete answer without a body.
    private(set) var headIsComplete = false
    private var byteCount = 0

    /// Takes a piece of the body; the count taken is zero when the answer is longer than allowed.
    mutating func append(body chunk: UnsafeRawBufferPointer) -> Int {
        guard admits(chunk.count) else {
            guard cutsBody else { return 0 }
            body.append(contentsOf: chunk.prefix(max(0, byteCountMax - byteCount + chunk.count)))
            return chunk.count
        }
        body.append(contentsOf: chunk)
        return chunk.count
    }

    /// Takes one line of the head, the line break included.
    ///
    /// A status line starts the head anew, because an informational answer (1xx) may come first.
    mutating func append(headerLine line: UnsafeRawBufferPointer) -> Int {
        guard admits(line.count) else { return 0 }
        if line.starts(with: "HTTP/".utf8) {
            headers.removeAll()
            headIsComplete = false
        } else if line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) {
            headIsComplete = true
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            headers.append(
                HTTPHeader(
                    String(decoding: line[..<colon], as: UTF8.self),
                    Self.trimmed(line[(colon + 1)...])
                )
            )
        }
        return line.count
    }

    private mutating func admits(_ count: Int) -> Bool {
        byteCount += count
        return byteCount <= byteCountMax
    }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0d).contains($0) }
        let start = bytes.drop(while: isBlank)
        let end =
            start.lastIndex { !isBlank($0) }.map { start.index(after: $0) } ?? start.startIndex
        return String(decoding: start[start.startIndex..<end], as: UTF8.self)
    }
}
