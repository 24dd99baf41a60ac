import Glibc

/// Walks FastCGI's name-value pairs without trusting a single length in them.
///
/// libfcgi allocates what a length claims, up to 2 GiB, before it looks whether so much was sent, and
/// keeps pairs as C strings, so that a NUL or an equals sign in a name would forge another parameter.
///
/// https://fastcgi-archives.github.io/FastCGI_Specification.html#S3.4
enum NameValuePairs {
    /// Calls `body` with every name; false when the bytes are not whole pairs that a C string can hold.
    static func forEachName(
        in bytes: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) -> Void = { _ in }
    ) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let nameCount = takeLength(&rest), let valueCount = takeLength(&rest),
                nameCount > 0, nameCount + valueCount <= rest.count
            else { return false }
            let name = UnsafeRawBufferPointer(rebasing: rest.prefix(nameCount))
            let value = UnsafeRawBufferPointer(
                rebasing: rest.dropFirst(nameCount).prefix(valueCount)
            )
            guard !has(0, name), !has(UInt8(ascii: "="), name), !has(0, value) else { return false }
            body(name)
            rest = rest.dropFirst(nameCount + valueCount)
        }
        return true
    }

    private static func has(_ byte: UInt8, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress else { return false }
        return memchr(start, Int32(byte), bytes.count) != nil
    }

    /// One byte below 128, or four bytes with the highest bit set.
    private static func takeLength(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Int? {
        guard let first = rest.popFirst() else { return nil }
        guard first >= 0x80 else { return Int(first) }
        guard rest.count >= 3 else { return nil }
        return (0..<3).reduce(Int(first & 0x7f)) { length, _ in
            length << 8 | Int(rest.removeFirst())
        }
    }
}
