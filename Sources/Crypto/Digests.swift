import CCrypto

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
    /// The 32 bytes of the digest.
    package static func digest(_ bytes: [UInt8]) -> [UInt8] {
        digestBytes(count: 32) { output in
            EVP_Digest(bytes, bytes.count, output, nil, EVP_sha256(), nil) == 1
        }
    }

    /// The digest of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits.
    package static func hex(_ text: String) -> String {
        Hex.encode(digest(Array(text.utf8)))
    }
}

/// Keyed digests (RFC 2104).
///
/// SHA-1 is there because Twilio signs with it; as an HMAC it is still sound.
package enum HMAC {
    package static func sha1(key: [UInt8], message: [UInt8]) -> [UInt8] {
        code(EVP_sha1(), count: 20, key: key, message: message)
    }

    package static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        code(EVP_sha256(), count: 32, key: key, message: message)
    }

    private static func code(
        _ digest: OpaquePointer?,
        count: Int,
        key: [UInt8],
        message: [UInt8]
    ) -> [UInt8] {
        digestBytes(count: count) { output in
            CCrypto.HMAC(digest, key, Int32(key.count), message, message.count, output, nil) != nil
        }
    }
}

// MARK: -

/// Lets libcrypto write a digest of known length.
///
/// It can fail only where memory is out or libcrypto was built without the algorithm; neither can
/// be answered by a caller, so the process ends.
private func digestBytes(
    count: Int,
    _ write: (UnsafeMutablePointer<UInt8>?) -> Bool
) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
        precondition(write(buffer.baseAddress), "libcrypto cannot compute a digest")
        initializedCount = count
    }
}
