import CZlib
import Compression
import Testing

@Suite struct `A gzip stream` {
    private func compressed(_ pieces: [[UInt8]]) throws -> [UInt8] {
        let stream = try GzipStream()
        var bytes: [UInt8] = []
        for piece in pieces { try stream.write(piece) { bytes += $0 } }
        try stream.finish { bytes += $0 }
        return bytes
    }

    /// As zlib itself reads it, which checks the sum at the end.
    private func expanded(_ bytes: [UInt8], byteCountMax: Int) -> [UInt8]? {
        var bytes = bytes
        var expanded = [UInt8](repeating: 0, count: byteCountMax)
        var stream = z_stream()
        guard
            inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                == Z_OK
        else { return nil }
        defer { inflateEnd(&stream) }
        let count = bytes.withUnsafeMutableBufferPointer { input in
            expanded.withUnsafeMutableBufferPointer { output -> Int? in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                guard inflate(&stream, Z_FINISH) == Z_STREAM_END else { return nil }
                return output.count - Int(stream.avail_out)
            }
        }
        return count.map { Array(expanded[..<$0]) }
    }

    @Test func `gives back what was written`() throws {
        let pieces = (0..<300).map { number in Array("{\"row\":\(number)}\n".utf8) }
        let file = try compressed(pieces)
        #expect(expanded(file, byteCountMax: 100_000) == pieces.flatMap { $0 })
    }

    @Test func `is smaller than text, and hands on what is larger than its buffer`() throws {
        let even = [UInt8](repeating: 65, count: 1_000_000)
        #expect(try compressed([even]).count < 10_000)
        let mixed = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        #expect(expanded(try compressed([mixed]), byteCountMax: 400_000) == mixed)
    }

    @Test func `of nothing is a file that holds nothing`() throws {
        #expect(expanded(try compressed([]), byteCountMax: 10) == [])
    }
}
