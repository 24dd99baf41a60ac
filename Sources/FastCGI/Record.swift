/// The header of one FastCGI record: eight bytes on the wire.
///
/// https://fastcgi-archives.github.io/FastCGI_Specification.html#S3.3
struct Record {
    static let headerByteCount = 8
    static let contentByteCountMax = 0xffff
    static let version: UInt8 = 1

    var kind: Kind
    /// 0 addresses the connection itself (a management record), anything else one request.
    var requestID: UInt16
    var contentByteCount: Int
    var paddingByteCount = 0

    /// A kind of record; a struct, since a peer may send any number.
    struct Kind: RawRepresentable, Hashable {
        let rawValue: UInt8

        static let beginRequest = Self(rawValue: 1)
        static let abortRequest = Self(rawValue: 2)
        static let endRequest = Self(rawValue: 3)
        static let parameters = Self(rawValue: 4)
        static let input = Self(rawValue: 5)
        static let getValues = Self(rawValue: 9)
        static let getValuesResult = Self(rawValue: 10)
        static let unknownType = Self(rawValue: 11)
    }

    /// Why a request ended without an answer (`protocolStatus` of FCGI_END_REQUEST).
    enum Refusal: UInt8 {
        case aborted = 0
        case cannotMultiplex = 1
        case unknownRole = 3
    }
}

extension Record {
    /// Reads a header; nil when the peer speaks another version of FastCGI, or something else.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.headerByteCount, bytes[0] == Self.version else { return nil }
        kind = Kind(rawValue: bytes[1])
        requestID = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
        contentByteCount = Int(bytes[4]) << 8 | Int(bytes[5])
        paddingByteCount = Int(bytes[6])
    }

    /// Appends a whole record with its content, at most 65,535 bytes.
    static func append(
        _ kind: Kind,
        requestID: UInt16,
        content: some Collection<UInt8>,
        to bytes: inout [UInt8]
    ) {
        let count = content.count
        bytes += [version, kind.rawValue, UInt8(requestID >> 8), UInt8(requestID & 0xff)]
        bytes += [UInt8(count >> 8), UInt8(count & 0xff), 0, 0]
        bytes += content
    }

    /// A whole record by itself.
    static func bytes(_ kind: Kind, requestID: UInt16, content: some Collection<UInt8>) -> [UInt8] {
        var bytes = [UInt8]()
        append(kind, requestID: requestID, content: content, to: &bytes)
        return bytes
    }

    /// The record that ends a request which no handler sees.
    static func end(_ requestID: UInt16, _ refusal: Refusal) -> [UInt8] {
        bytes(.endRequest, requestID: requestID, content: [0, 0, 0, 0, refusal.rawValue, 0, 0, 0])
    }
}
