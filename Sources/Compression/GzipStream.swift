import CZlib

/// Compresses what is written piece by piece, so that a file is never held as a whole (RFC 1952).
package struct GzipStream: ~Copyable {
    /// On the heap: zlib notes the address of its state and wants it unmoved.
    private let stream: UnsafeMutablePointer<z_stream>
    private let piece: UnsafeMutableBufferPointer<UInt8>

    private static let pieceByteCount = 64 * 1024

    /// - Throws: `CompressionError.libraryFailure` without memory for it.
    package init() throws(CompressionError) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, and 16 to say that it is gzip.
        let state = deflateInit2_(
            stream,
            Z_DEFAULT_COMPRESSION,
            Z_DEFLATED,
            15 + 16,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard state == Z_OK else {
            stream.deallocate()
            throw .libraryFailure
        }
        self.stream = stream
        piece = .allocate(capacity: Self.pieceByteCount)
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        piece.deallocate()
    }

    /// Takes bytes in, and hands on whatever is ready.
    package borrowing func write(
        _ bytes: [UInt8],
        to sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try deflate(bytes, Z_NO_FLUSH, to: sink)
    }

    /// Hands on the rest; nothing can be written afterwards.
    package borrowing func finish(to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
        try deflate([], Z_FINISH, to: sink)
    }

    private borrowing func deflate(
        _ bytes: [UInt8],
        _ flush: Int32,
        to sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var bytes = bytes
        try bytes.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            var isFull = true
            while isFull {
                stream.pointee.next_out = piece.baseAddress
                stream.pointee.avail_out = UInt32(piece.count)
                guard CZlib.deflate(stream, flush) != Z_STREAM_ERROR else {
                    throw CompressionError.libraryFailure
                }
                let count = piece.count - Int(stream.pointee.avail_out)
                if count > 0 {
                    try sink(UnsafeRawBufferPointer(start: piece.baseAddress, count: count))
                }
                isFull = stream.pointee.avail_out == 0
            }
        }
    }
}
