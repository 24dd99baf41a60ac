import CCrypto

/// Signatures with a public key (RFC 8032).
package enum Ed25519 {
    /// Whether whoever holds the private key has signed the message; false also for a key or a
    /// signature of the wrong length.
    package static func verify(
        signature: [UInt8],
        message: [UInt8],
        publicKey: [UInt8]
    ) -> Bool {
        guard signature.count == 64, publicKey.count == 32,
            let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, publicKey.count)
        else { return false }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
