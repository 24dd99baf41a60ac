package import Crypto

/// What is kept of a target that the database must not know: its signing secret or its address.
package enum TargetSecret {
    /// Seals it for this target alone: copied into another row it does not open.
    package static func seal(
        _ text: String,
        for target: String,
        with key: SealingKey
    ) throws(CryptoError) -> [UInt8] {
        try key.seal(Array(text.utf8), context: Array(target.utf8))
    }

    /// Nil without the key that it was sealed with.
    package static func open(_ sealed: [UInt8], of target: String, with key: SealingKey?) -> String?
    {
        guard let key, let bytes = try? key.open(sealed, context: Array(target.utf8)) else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
