import CFastCGI

/// One request and its answer, valid while the handler that it is lent to runs.
///
/// What is written reaches the peer in records of 8 KiB; the rest, and the end of the answer, when
/// the exchange ends.
package struct Exchange: ~Copyable {
    private let conversation: Conversation

    init(_ conversation: Conversation) {
        self.conversation = conversation
    }

    deinit { conversation.finish() }
}

// MARK: - Parameters

extension Exchange {
    /// The value of a parameter, such as `REQUEST_METHOD`; bytes that are not UTF-8 become U+FFFD.
    ///
    /// Of a name sent twice, the first counts.
    package func parameter(_ name: String) -> String? {
        FCGX_GetParam(name, conversation.request.pointee.envp).map { String(cString: $0) }
    }

    /// Calls `body` with every parameter, in the order they were sent.
    ///
    /// The first, `FCGI_ROLE`, is libfcgi's own.
    package func forEachParameter(_ body: (_ name: String, _ value: String) -> Void) {
        guard var entry = conversation.request.pointee.envp else { return }
        while let pair = entry.pointee {
            // Names hold no equals sign: `NameValuePairs` has seen to it.
            let bytes = UnsafeRawBufferPointer(start: pair, count: Self.length(of: pair))
            let name = bytes.prefix { $0 != UInt8(ascii: "=") }
            body(
                String(decoding: name, as: UTF8.self),
                String(decoding: bytes.dropFirst(name.count + 1), as: UTF8.self)
            )
            entry += 1
        }
    }

    private static func length(of text: UnsafePointer<CChar>) -> Int {
        var count = 0
        while text[count] != 0 { count += 1 }
        return count
    }
}

// MARK: - The body of the request

extension Exchange {
    /// What the peer says of the body's length; nil when it says nothing, or no number.
    package var contentLength: Int? {
        guard case .declared(let count) = declaredLength else { return nil }
        return count
    }

    /// Reads the next bytes of the body; 0 at its end.
    package func read(into target: UnsafeMutableRawBufferPointer) throws(FastCGIError) -> Int {
        do {
            return try conversation.reader.readBody(into: target)
        } catch {
            throw .bodyTruncated
        }
    }

    /// Reads the body to its end.
    ///
    /// Stops with `bodyTooLarge` as soon as more than `limit` bytes are declared or have arrived.
    package func readBody(limit: Int) throws(FastCGIError) -> [UInt8] {
        let declared = declaredLength
        if case .malformed = declared { throw .contentLengthMismatch }
        if case .declared(let count) = declared, count > limit {
            throw .bodyTooLarge(limitByteCount: limit)
        }
        let body = try readToEnd(limit: limit)
        if case .declared(let count) = declared, count != body.count {
            throw count > body.count ? .bodyTruncated : .contentLengthMismatch
        }
        return body
    }

    private enum DeclaredLength {
        case absent, malformed
        case declared(Int)
    }

    /// nginx sends an empty CONTENT_LENGTH with a request that has no body.
    private var declaredLength: DeclaredLength {
        guard let text = parameter("CONTENT_LENGTH"), !text.isEmpty else { return .absent }
        let isNumber = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber, let count = Int(text) else { return .malformed }
        return .declared(count)
    }

    private func readToEnd(limit: Int) throws(FastCGIError) -> [UInt8] {
        // The declared length is only a hint here: memory is taken for what has arrived.
        let chunkByteCount = min(max(contentLength ?? 0, 512), 64 * 1024)
        var body = [UInt8]()
        body.reserveCapacity(min(limit, chunkByteCount))
        var chunk = [UInt8](repeating: 0, count: chunkByteCount)
        while true {
            let count = try read(into: &chunk)
            if count == 0 { return body }
            guard body.count + count <= limit else { throw .bodyTooLarge(limitByteCount: limit) }
            body += chunk.prefix(count)
        }
    }

    /// `Array.withUnsafeMutableBytes` loses the type of the error; this keeps it.
    private func read(into bytes: inout [UInt8]) throws(FastCGIError) -> Int {
        var span = bytes.mutableSpan
        return try span.withUnsafeMutableBytes { (target) throws(FastCGIError) in
            try read(into: target)
        }
    }
}

// MARK: - The answer

extension Exchange {
    /// Adds to the answer, which begins with CGI headers (`Status: 200 OK`, CRLF, ...).
    ///
    /// Waits while the peer does not read, at most `Limits.writeTimeoutMilliseconds` a record.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(FastCGIError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.byteCountPerCall))
            let start = part.baseAddress?.assumingMemoryBound(to: CChar.self)
            let count = FCGX_PutStr(start, Int32(part.count), conversation.request.pointee.out)
            guard count == part.count else { throw .peerGone }
            rest = rest.dropFirst(part.count)
        }
    }

    /// Sends what has been written so far; for answers that take their time.
    package func flush() throws(FastCGIError) {
        guard FCGX_FFlush(conversation.request.pointee.out) == 0 else { throw .peerGone }
    }

    /// libfcgi counts in Int32.
    private static let byteCountPerCall = 1 << 20
}
