/// Percent-encoding (RFC 3986, section 2.1).
package enum PercentCoding {
    /// The text with every `%XX` replaced by its byte; a stray percent sign stays as it is.
    package static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        decode(Array(text.utf8)[...], plusIsSpace: plusIsSpace)
    }

    package static func decode(_ coded: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> String {
        String(decoding: bytes(coded, plusIsSpace: plusIsSpace), as: UTF8.self)
    }

    /// The bytes that a text stands for, which need not be UTF-8.
    package static func bytes(_ coded: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(coded.count)
        var rest = coded
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let decoded = leadingByte(of: rest) {
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            } else if plusIsSpace, byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// The text with everything but unreserved characters encoded.
    package static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 2)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexDigits[Int(byte >> 4)])
                bytes.append(hexDigits[Int(byte & 0x0F)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func leadingByte(of bytes: ArraySlice<UInt8>) -> UInt8? {
        guard bytes.count >= 2, let high = hexValue(bytes[bytes.startIndex]),
            let low = hexValue(bytes[bytes.startIndex + 1])
        else { return nil }
        return high << 4 | low
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

private let hexDigits = Array("0123456789ABCDEF".utf8)
