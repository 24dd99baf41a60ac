package import Crypto
package import Postgres
package import Store

/// What a person shows beside the password: a code of their app, or one from paper.
package struct SecondFactor: Sendable {
    private let key: SealingKey?

    /// Takes the installation's key, with which the apps' secrets are sealed.
    package init(sealedWith key: SealingKey?) { self.key = key }

    /// Whether what was typed lets this person in; a code that does is used up.
    ///
    /// A secret that does not open, because the installation's key was lost, leaves the codes on
    /// paper.
    package func takes(
        _ typed: String,
        of person: Users.Credentials,
        at unixSeconds: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        if let step = step(typed, of: person, at: unixSeconds) {
            return try SecondFactors.use(step: step, of: person.user, on: &connection)
        }
        guard let code = RecoveryCode(typed) else { return false }
        return try SecondFactors.use(recoveryHash: code.hash, of: person.user, on: &connection)
    }

    /// Seals a secret for one person alone: copied into another's row it does not open.
    package func seal(_ secret: [UInt8], for user: User) throws(CryptoError) -> [UInt8]? {
        try key?.seal(secret, context: Self.context(user))
    }

    /// What was sealed for this person; nil for what was not, or not with the key of now.
    package func secret(_ sealed: [UInt8], of user: User) -> [UInt8]? {
        try? key?.open(sealed, context: Self.context(user))
    }

    private func step(_ typed: String, of person: Users.Credentials, at seconds: Int) -> Int? {
        guard let sealed = person.sealedSecret, let secret = secret(sealed, of: person.user) else {
            return nil
        }
        return OneTimeCode(secret: secret).step(of: typed, at: seconds, after: person.usedStep)
    }

    private static func context(_ user: User) -> [UInt8] { Array("second factor \(user.id)".utf8) }
}
