import Compression
import Testing

@Suite struct `Compressing` {
    private let dictionary = Array(#"{"body":"Hello , how was your visit to "}"#.utf8)

    @Test(arguments: [0, 1, 100, 70_000])
    func `is undone, with a dictionary and without`(_ count: Int) throws {
        let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
        for deflate in [Deflate(), Deflate(dictionary: dictionary)] {
            let packed = try deflate.compress(plain)
            #expect(try deflate.decompress(packed, byteCountMax: count) == plain)
        }
    }

    @Test func `gains from what is in the dictionary`() throws {
        let plain = Array(#"{"body":"Hello Ada, how was your visit to Sun Motors?"}"#.utf8)
        let packed = try Deflate(dictionary: dictionary).compress(plain)
        #expect(packed.count < (try Deflate().compress(plain).count) * 3 / 4)
        #expect(throws: CompressionError.malformed) {
            try Deflate(dictionary: [1, 2, 3]).decompress(packed, byteCountMax: 1000)
        }
    }

    @Test func `is refused when it is damaged, cut, followed by more or too long`() throws {
        let plain = [UInt8](repeating: 7, count: 1000)
        let packed = try Deflate().compress(plain)
        for bytes in [[], [1, 2, 3], packed.dropLast(), packed + [0]] as [[UInt8]] {
            #expect(throws: CompressionError.malformed) {
                try Deflate().decompress(bytes, byteCountMax: 1000)
            }
        }
        #expect(throws: CompressionError.malformed) {
            try Deflate().decompress(packed, byteCountMax: 999)
        }
    }
}
