/// Why a text is not taken as JSON, and where in it.
package struct MalformedJSON: Error, Sendable, Hashable {
    package let reason: Reason
    /// The byte at which the text goes wrong.
    package let offset: Int
    /// The member it goes wrong in, or just after, such as `transactions[3].amount`; nil outside of
    /// all.
    package let place: String?

    package enum Reason: Sendable, Hashable {
        /// What the parser says of it: a whole sentence.
        case syntax(String)
        /// A number that readers of JSON commonly cannot hold (RFC 8259, section 6).
        case numberTooLarge
        case tooDeep(limit: Int)
    }

    init(_ reason: Reason, offset: Int, place: String) {
        self.reason = reason
        self.offset = offset
        self.place = place.isEmpty ? nil : Self.abridge(place)
    }

    /// The names are the client's own and may be of any length.
    private static func abridge(_ place: String) -> String {
        guard place.utf8.count > placeByteCountMax else { return place }
        return "…" + String(decoding: place.utf8.suffix(placeByteCountMax), as: UTF8.self)
    }

    private static let placeByteCountMax = 120
}
