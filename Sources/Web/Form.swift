/// Names and values as a query string or an `application/x-www-form-urlencoded` body carries them
/// (WHATWG URL, section 5).
package struct Form: Sendable, Hashable {
    package private(set) var pairs: [Pair]

    package struct Pair: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(_ pairs: [Pair] = []) { self.pairs = pairs }

    package init(decoding text: some StringProtocol) {
        // Both separators are ASCII, so that bytes are as good a place to cut as characters.
        pairs = Array(text.utf8).split(separator: UInt8(ascii: "&")).map { piece in
            let nameEnd = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
            return Pair(
                PercentCoding.decode(piece[..<nameEnd], plusIsSpace: true),
                PercentCoding.decode(piece[nameEnd...].dropFirst(), plusIsSpace: true)
            )
        }
    }

    /// The bytes of the first value of that name in a coded text, which need not be UTF-8.
    package static func bytes(of name: String, in text: String) -> [UInt8]? {
        for piece in Array(text.utf8).split(separator: UInt8(ascii: "&")) {
            let nameEnd = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
            if PercentCoding.decode(piece[..<nameEnd], plusIsSpace: true) == name {
                return PercentCoding.bytes(piece[nameEnd...].dropFirst(), plusIsSpace: true)
            }
        }
        return nil
    }

    /// The first value of that name.
    package subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// Every value of that name, in order.
    package func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    package mutating func add(_ name: String, _ value: String) { pairs.append(Pair(name, value)) }

    package var encoded: String {
        pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
            .joined(separator: "&")
    }
}
