import CCrypto

/// A key that encrypts small secrets for storage, with AES-256-GCM (NIST SP 800-38D).
///
/// Sealed bytes are the 12-byte nonce, the ciphertext and the 16-byte tag, in this order. Nonces
/// are random: one key stays safe for some four thousand million seals.
package struct SealingKey: Sendable {
    private let bytes: [UInt8]

    /// Takes a key of 32 bytes.
    package init(_ bytes: [UInt8]) throws(CryptoError) {
        guard bytes.count == Self.length else {
            throw .wrongKeyLength(expected: Self.length, actual: bytes.count)
        }
        self.bytes = bytes
    }

    /// The length of a key in bytes.
    package static let length = 32
}

extension SealingKey {
    /// Encrypts and authenticates; the same plaintext never gives the same bytes twice.
    ///
    /// `context` is authenticated but not kept: the row's identity, say, so that a sealed value
    /// copied into another row does not open there.
    package func seal(
        _ plaintext: [UInt8],
        context: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        let nonce = randomBytes(Self.nonceLength)
        let cipher = try CipherContext()
        let handle = cipher.handle
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count)
        var tag = [UInt8](repeating: 0, count: Self.tagLength)
        var count: Int32 = 0
        guard EVP_EncryptInit_ex(handle, EVP_aes_256_gcm(), nil, bytes, nonce) == 1,
            EVP_EncryptUpdate(handle, nil, &count, context, Int32(context.count)) == 1,
            EVP_EncryptUpdate(handle, &ciphertext, &count, plaintext, Int32(plaintext.count)) == 1,
            EVP_EncryptFinal_ex(handle, nil, &count) == 1,
            EVP_CIPHER_CTX_ctrl(handle, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1
        else { throw .libraryFailure }
        return nonce + ciphertext + tag
    }

    /// Gives back what was sealed with this key and context; throws if a single bit differs.
    package func open(_ sealed: [UInt8], context: [UInt8] = []) throws(CryptoError) -> [UInt8] {
        guard sealed.count >= Self.nonceLength + Self.tagLength else { throw .notAuthentic }
        let nonce = Array(sealed.prefix(Self.nonceLength))
        let ciphertext = Array(sealed.dropFirst(Self.nonceLength).dropLast(Self.tagLength))
        var tag = Array(sealed.suffix(Self.tagLength))
        let cipher = try CipherContext()
        let handle = cipher.handle
        var plaintext = [UInt8](repeating: 0, count: ciphertext.count)
        var count: Int32 = 0
        guard EVP_DecryptInit_ex(handle, EVP_aes_256_gcm(), nil, bytes, nonce) == 1,
            EVP_DecryptUpdate(handle, nil, &count, context, Int32(context.count)) == 1,
            EVP_DecryptUpdate(handle, &plaintext, &count, ciphertext, Int32(ciphertext.count)) == 1,
            EVP_CIPHER_CTX_ctrl(handle, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1,
            EVP_DecryptFinal_ex(handle, nil, &count) == 1
        else { throw .notAuthentic }
        return plaintext
    }
}

extension SealingKey {
    /// 32 bytes that only a holder of the key can compute from a text, by HMAC-SHA256.
    ///
    /// Each purpose has a key of its own, derived from this one, so that what is shown to the world
    /// for one purpose says nothing about another, or about what is sealed.
    package func mark(_ text: String, for purpose: String) -> [UInt8] {
        let own = HMAC.sha256(key: bytes, message: Array("sms-tracker \(purpose)".utf8))
        return HMAC.sha256(key: own, message: Array(text.utf8))
    }
}

extension SealingKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the key: safe in a log line.
    package var description: String { "SealingKey(…)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

// MARK: -

extension SealingKey {
    private static let nonceLength = 12
    private static let tagLength = 16
}

/// Owns one `EVP_CIPHER_CTX` and frees it exactly once, its key material wiped.
private struct CipherContext: ~Copyable {
    let handle: OpaquePointer

    init() throws(CryptoError) {
        guard let handle = EVP_CIPHER_CTX_new() else { throw .libraryFailure }
        self.handle = handle
    }

    deinit { EVP_CIPHER_CTX_free(handle) }
}
