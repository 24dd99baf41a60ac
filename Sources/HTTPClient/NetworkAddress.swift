import Glibc

/// An address of the network layer, and whether it is one that only our own network has.
///
/// What strangers may name as a destination must not reach what stands behind our walls: a database,
/// a router's page, a cloud's metadata service.
struct NetworkAddress: Hashable {
    /// Four bytes, or sixteen.
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Nil for families other than IPv4 and IPv6.
    init?(_ address: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let offset = MemoryLayout<sockaddr_in>.offset(of: \.sin_addr) ?? 4
            bytes = Array(UnsafeRawBufferPointer(start: raw + offset, count: 4))
        case AF_INET6:
            let offset = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 8
            bytes = Array(UnsafeRawBufferPointer(start: raw + offset, count: 16))
        default: return nil
        }
    }

    /// Whether it is anything but a host of the public Internet (RFC 6890 and its registries).
    var isInternal: Bool {
        if bytes.count == 4 { return Self.internalV4.contains { $0.contains(bytes) } }
        if let embedded { return embedded.isInternal }
        // Global unicast is this block alone; what is unknown in it is taken as public.
        return !Range("2000::", 3).contains(bytes)
            || Self.internalV6.contains { $0.contains(bytes) }
    }

    /// The IPv4 address that an IPv6 address stands for: mapped, translated (NAT64), or 6to4.
    private var embedded: NetworkAddress? {
        let isMapped = Range("::ffff:0:0", 96).contains(bytes)
        let isTranslated = Range("64:ff9b::", 96).contains(bytes)
        if isMapped || isTranslated { return NetworkAddress(bytes: Array(bytes[12...])) }
        guard Range("2002::", 16).contains(bytes) else { return nil }
        return NetworkAddress(bytes: Array(bytes[2..<6]))
    }

    private static let internalV4 = [
        Range("0.0.0.0", 8), Range("10.0.0.0", 8), Range("100.64.0.0", 10), Range("127.0.0.0", 8),
        // Link-local, where clouds keep their metadata; Azure's is at an address of its own.
        Range("169.254.0.0", 16), Range("168.63.129.16", 32),
        Range("172.16.0.0", 12), Range("192.0.0.0", 24), Range("192.0.2.0", 24),
        Range("192.88.99.0", 24), Range("192.168.0.0", 16), Range("198.18.0.0", 15),
        Range("198.51.100.0", 24), Range("203.0.113.0", 24), Range("224.0.0.0", 3),
    ]

    /// Teredo, ORCHID and documentation, of the global block.
    private static let internalV6 = [
        Range("2001::", 23), Range("2001:db8::", 32), Range("3fff::", 20),
    ]
}

extension NetworkAddress {
    /// All addresses that begin with the same bits.
    struct Range {
        let first: [UInt8]
        let bitCount: Int

        /// The address is one of ours, written in the source.
        init(_ address: String, _ bitCount: Int) {
            first = NetworkAddress(parsing: address)?.bytes ?? []
            self.bitCount = bitCount
        }

        func contains(_ bytes: [UInt8]) -> Bool {
            guard bytes.count == first.count else { return false }
            return (0..<bitCount).allSatisfy { bit in
                let mask = UInt8(0x80) >> UInt8(bit % 8)
                return bytes[bit / 8] & mask == first[bit / 8] & mask
            }
        }
    }

    /// Reads the usual text of an address.
    init?(parsing text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.bytes = Array(bytes[..<4])
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.bytes = bytes
        } else {
            return nil
        }
    }
}
