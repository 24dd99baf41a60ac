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

/// MD5 (RFC 1321), which is broken: only for a provider that signs by no better method.
package enum MD5 {
    /// The 16 bytes of the digest.
    package static func digest(_ bytes: [UInt8]) -> [UInt8] {
        digestBytes(count: 16) { output in
            EVP_Digest(bytes, bytes.count, output, nil, EVP_md5(), nil) == 1
        }
    }
}

/// Keyed digests (RFC 2104).
///
/// MD5 and SHA-1 are there because providers sign with them; as an HMAC both are still sound.
package enum HMAC {
    package enum Algorithm: String, Sendable, Hashable, CaseIterable {
        case md5, sha1, sha256, sha384, sha512
    }

    package static func sha1(key: [UInt8], message: [UInt8]) -> [UInt8] {
        code(.sha1, key: key, message: message)
    }

    package static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        code(.sha256, key: key, message: message)
    }

    package static func code(
        _ algorithm: Algorithm,
        key: [UInt8],
        message: [UInt8]
    ) -> [UInt8] {
        switch algorithm {
        case .md5: code(EVP_md5(), count: 16, key: key, message: message)
        case .sha1: code(EVP_sha1(), count: 20, key: key, message: message)
        case .sha256: code(EVP_sha256(), count: 32, key: key, message: message)
        case .sha384: code(EVP_sha384(), count: 48, key: key, message: message)
        case .sha512: code(EVP_sha512(), count: 64, key: key, message: message)
        }
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
