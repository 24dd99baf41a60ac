private import Glibc

/// A block of network addresses as people write it, `203.0.113.0/24` or one address alone
/// (RFC 4632, RFC 4291).
package struct NetworkRange: Sendable, Hashable {
    /// Four bytes, or sixteen; those after the prefix are zero.
    private let first: [UInt8]
    private let bitCount: Int

    /// Nil for what is no block; bits after the prefix are dropped.
    package init?(_ text: String) {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = Self.bytes(of: String(halves[0])) else { return nil }
        let most = bytes.count * 8
        guard halves.count == 2 else {
            (first, bitCount) = (bytes, most)
            return
        }
        guard halves[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let bitCount = Int(halves[1]), bitCount <= most
        else { return nil }
        self.bitCount = bitCount
        first = bytes.indices.map { bytes[$0] & Self.mask(of: $0, bitCount) }
    }

    /// Whether an address is in the block; what is no address is in none.
    package func contains(_ address: String) -> Bool {
        guard let bytes = Self.bytes(of: address), bytes.count == first.count else { return false }
        return bytes.indices.allSatisfy { bytes[$0] & Self.mask(of: $0, bitCount) == first[$0] }
    }

    private static func mask(of index: Int, _ bitCount: Int) -> UInt8 {
        ~UInt8(truncatingIfNeeded: 0xFF >> min(max(bitCount - index * 8, 0), 8))
    }

    /// The bytes of an address; one of IPv4 that is written as one of IPv6 is one of IPv4.
    private static func bytes(of text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes[..<4]) }
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10...11] == [0xFF, 0xFF]
        return isMapped ? Array(bytes[12...]) : bytes
    }
}

extension NetworkRange: CustomStringConvertible {
    /// As PostgreSQL reads a `cidr`.
    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = first.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, first, &text, socklen_t(text.count)) != nil else { return "" }
        let address = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return "\(String(decoding: address, as: UTF8.self))/\(bitCount)"
    }
}
