import CZlib

/// Compresses short texts that resemble one another, by the format of zlib (RFC 1950).
///
/// What many of them have in common is put into a dictionary, which both sides know: what occurs in
/// it costs next to nothing. Both sides must have the very same.
package struct Deflate: Sendable {
    private let dictionary: [UInt8]

    package init(dictionary: [UInt8] = []) { self.dictionary = dictionary }

    /// - Throws: `CompressionError.libraryFailure` where memory is out.
    package func compress(_ plain: [UInt8]) throws(CompressionError) -> [UInt8] {
        let stream = try Stream { deflateInit_($0, Z_BEST_COMPRESSION, ZLIB_VERSION, $1) }
        defer { deflateEnd(stream.handle) }
        let count = UInt32(dictionary.count)
        if count > 0, deflateSetDictionary(stream.handle, dictionary, count) != Z_OK {
            throw .libraryFailure
        }
        let most = Int(deflateBound(stream.handle, UInt(plain.count)))
        let (state, packed) = stream.pass(plain, outputMax: most) { deflate($0, Z_FINISH) }
        guard state == Z_STREAM_END else { throw .libraryFailure }
        return packed
    }

    /// Gives back what was compressed with the same dictionary, if it is no longer than `byteCountMax`.
    package func decompress(
        _ packed: [UInt8],
        byteCountMax: Int
    ) throws(CompressionError) -> [UInt8] {
        let stream = try Stream { inflateInit_($0, ZLIB_VERSION, $1) }
        defer { inflateEnd(stream.handle) }
        let (state, plain) = stream.pass(packed, outputMax: byteCountMax) { handle in
            let state = inflate(handle, Z_FINISH)
            let count = UInt32(dictionary.count)
            guard state == Z_NEED_DICT, inflateSetDictionary(handle, dictionary, count) == Z_OK
            else { return state }
            return inflate(handle, Z_FINISH)
        }
        guard state == Z_STREAM_END, stream.handle.pointee.avail_in == 0 else {
            throw .malformed
        }
        return plain
    }
}

/// Owns one `z_stream`, which zlib wants to stay where it is.
private struct Stream: ~Copyable {
    let handle: UnsafeMutablePointer<z_stream>

    /// Takes what begins it, and is told the size that it has here.
    init(
        _ begin: (UnsafeMutablePointer<z_stream>, Int32) -> Int32
    ) throws(CompressionError) {
        let handle = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        handle.initialize(to: z_stream())
        guard begin(handle, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            handle.deallocate()
            throw .libraryFailure
        }
        self.handle = handle
    }

    deinit { handle.deallocate() }

    /// Lets zlib go over all input at once.
    borrowing func pass(
        _ input: [UInt8],
        outputMax: Int,
        _ run: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> (state: Int32, output: [UInt8]) {
        var input = input
        var state = Z_OK
        let handle = handle
        let output = [UInt8](unsafeUninitializedCapacity: max(outputMax, 1)) { buffer, count in
            input.withUnsafeMutableBufferPointer { bytes in
                handle.pointee.next_in = bytes.baseAddress
                handle.pointee.avail_in = UInt32(bytes.count)
                handle.pointee.next_out = buffer.baseAddress
                handle.pointee.avail_out = UInt32(outputMax)
                state = run(handle)
                count = outputMax - Int(handle.pointee.avail_out)
            }
        }
        return (state, output)
    }
}

/// What went wrong while something was compressed or the reverse.
package enum CompressionError: Error, Hashable {
    /// It was not compressed like this, with this dictionary, or it is longer than it may be.
    case malformed
    /// The C library refused; out of memory in all likelihood.
    case libraryFailure
}
