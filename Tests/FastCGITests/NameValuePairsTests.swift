import Testing

@testable import FastCGI

@Suite struct `Name-value pairs` {
    @Test(arguments: [127, 128, 129, 65_536])
    func `change the form of a length at 128`(count: Int) {
        let name = String(repeating: "n", count: count)
        #expect(names(in: Wire.pair(name, name) + Wire.pair("A", "")) == [name, "A"])
    }

    @Test(
        arguments: [
            [1], [1, 1], [1, 1, 65], [0, 0], [0x80, 0, 0], [1, 0x80, 0, 0, 65],
            [0xff, 0xff, 0xff, 0xff, 0],
        ] as [Wire.Bytes]
    )
    func `must be whole`(_ bytes: Wire.Bytes) {
        #expect(names(in: bytes) == nil)
    }

    @Test func `may be none`() {
        #expect(names(in: []) == [])
    }

    private func names(in bytes: Wire.Bytes) -> [String]? {
        var names = [String]()
        let isWhole = bytes.withUnsafeBytes { bytes in
            NameValuePairs.forEachName(in: bytes) {
                names.append(String(decoding: $0, as: UTF8.self))
            }
        }
        return isWhole ? names : nil
    }
}
