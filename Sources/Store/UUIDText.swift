/// The text form of an id (RFC 9562, section 4), as PostgreSQL would take it.
package enum UUIDText {
    package static func isWellFormed(_ text: some StringProtocol) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
    }
}
