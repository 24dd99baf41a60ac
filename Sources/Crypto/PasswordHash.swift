import CArgon2
import Synchronization

/// Passwords as they are stored: Argon2id (RFC 9106) in its own text form, salt and cost included.
///
/// The cost is the OWASP minimum: 19 MiB, two passes, one lane
/// (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html). One password
/// is worked on at a time, so that thirty-two threads of logins cannot take 600 MiB.
package enum PasswordHash {
    /// The text to store for a password, some tens of milliseconds later.
    package static func hash(_ password: String) throws(CryptoError) -> String {
        let salt = randomBytes(saltLength)
        let capacity = argon2_encodedlen(
            passes,
            memoryKibibytes,
            lanes,
            UInt32(saltLength),
            UInt32(hashLength),
            Argon2_id
        )
        var encoded = [CChar](repeating: 0, count: capacity)
        let bytes = Array(password.utf8)
        let outcome = gate.withLock { _ in
            argon2id_hash_encoded(
                passes,
                memoryKibibytes,
                lanes,
                bytes,
                bytes.count,
                salt,
                salt.count,
                hashLength,
                &encoded,
                encoded.count
            )
        }
        guard outcome == ARGON2_OK.rawValue else { throw .libraryFailure }
        let text = encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether a password is the one that was hashed; false for a stored text that is not ours.
    package static func verify(_ password: String, against encoded: String) -> Bool {
        guard password.utf8.count <= passwordByteCountMax,
            knownCosts.contains(where: encoded.hasPrefix)
        else { return false }
        let bytes = Array(password.utf8)
        return gate.withLock { _ in argon2id_verify(encoded, bytes, bytes.count) }
            == ARGON2_OK.rawValue
    }

    /// Longer passwords are nobody's; hashing them would only cost.
    package static let passwordByteCountMax = 1024
}

// MARK: -

extension PasswordHash {
    /// How stored texts may begin; when the cost is raised, the one of today stays in this list.
    ///
    /// The text itself says how much memory its verification takes, so it is not believed blindly.
    private static let knownCosts = ["$argon2id$v=19$m=19456,t=2,p=1$"]

    private static let passes: UInt32 = 2
    private static let memoryKibibytes: UInt32 = 19 * 1024
    private static let lanes: UInt32 = 1
    private static let saltLength = 16
    private static let hashLength = 32
    private static let gate = Mutex(())
}
