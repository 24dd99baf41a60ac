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
        pairs = text.split(separator: "&").map { piece in
            let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { PercentCoding.decode($0, plusIsSpace: true) }
            return Pair(halves[0], halves.count > 1 ? halves[1] : "")
        }
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
