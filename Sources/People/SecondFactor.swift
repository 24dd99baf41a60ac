import Crypto
package import Postgres
package import Secrets
package import Store

/// What a person shows beside the password: a code of their app, or one from paper.
package struct SecondFactor: Sendable {
    private let vault: Vault?

    /// Takes the vault in which the apps' secrets are sealed.
    package init(sealedIn vault: Vault?) { self.vault = vault }

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
        if let step = try step(typed, of: person, at: unixSeconds, on: &connection) {
            return try SecondFactors.use(step: step, of: person.user, on: &connection)
        }
        guard let code = RecoveryCode(typed) else { return false }
        return try SecondFactors.use(recoveryHash: code.hash, of: person.user, on: &connection)
    }

    /// Seals a secret for one person alone: copied into another's row it does not open.
    ///
    /// Nil without a key to seal with.
    package func seal(
        _ secret: [UInt8],
        for user: User,
        on connection: inout Connection
    ) throws -> [UInt8]? {
        try vault?.seal(
            secret,
            as: .secondFactor,
            of: String(user.id),
            for: user.tenant,
            on: &connection
        )
    }

    /// What was sealed for this person; nil for what was not, or not with the keys of now.
    package func secret(
        _ sealed: [UInt8],
        of user: User,
        on connection: inout Connection
    ) throws(PostgresError) -> [UInt8]? {
        try vault?.open(
            sealed,
            as: .secondFactor,
            of: String(user.id),
            for: user.tenant,
            on: &connection
        )
    }

    private func step(
        _ typed: String,
        of person: Users.Credentials,
        at seconds: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Int? {
        guard let sealed = person.sealedSecret,
            let secret = try secret(sealed, of: person.user, on: &connection)
        else { return nil }
        return OneTimeCode(secret: secret).step(of: typed, at: seconds, after: person.usedStep)
    }
}
