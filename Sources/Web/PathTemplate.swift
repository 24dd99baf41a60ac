/// A path with named holes, such as `/api/messages/{id}`.
package struct PathTemplate: Sendable, Hashable {
    package let text: String
    private let segments: [Segment]
    let hasHoles: Bool

    private enum Segment: Sendable, Hashable {
        case literal(String)
        case hole(String)
    }

    package init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/", omittingEmptySubsequences: false).map { piece in
            piece.hasPrefix("{") && piece.hasSuffix("}")
                ? .hole(String(piece.dropFirst().dropLast())) : .literal(String(piece))
        }
        hasHoles = text.contains("{")
    }

    /// The names of the holes, in order.
    package var names: [String] {
        segments.compactMap { if case .hole(let name) = $0 { name } else { nil } }
    }

    /// Whether the path is this template's own text, with no hole to fill.
    func isWrittenOut(_ rawPath: some StringProtocol) -> Bool { !hasHoles && rawPath == text }

    /// The values of the holes when a raw (still percent-encoded) path fits, else nil.
    ///
    /// Splitting comes before decoding, so that `%2F` in an identifier stays within its segment.
    package func match(_ rawPath: some StringProtocol) -> [String: String]? {
        guard hasHoles else { return rawPath == text ? [:] : nil }
        let pieces = rawPath.split(separator: "/", omittingEmptySubsequences: false)
        guard pieces.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (piece, segment) in zip(pieces, segments) {
            switch segment {
            case .literal(let text):
                guard piece == text else { return nil }
            case .hole(let name):
                guard !piece.isEmpty else { return nil }
                values[name] = PercentCoding.decode(piece)
            }
        }
        return values
    }
}
