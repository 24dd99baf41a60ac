import Crypto
import FunctionRuntime
import OpenIDConnect
import Postgres
import Secrets
import Store
import Web

extension Setting<Bool> {
    /// Off, because whoever may name an issuer could otherwise have this host ask its neighbours.
    static let issuersInside = Setting(
        "SIGN_IN_INSIDE",
        "on where an issuer may be a host of the own network, and asked by plain http.",
        expected: "on or off",
        fallback: false
    ) { ["on": true, "off": false][$0] }
}

/// What beginning and coming back have in common.
struct Desk: Sendable {
    let database: Database
    let publicURL: String
    let line: IssuerLine
    private let vault: Vault?
    /// The one of now, and the one that it takes the place of.
    private let keys: [SealingKey]

    init(_ platform: Platform) throws {
        database = try platform.database
        publicURL = try platform.settings.value(.publicURL)
        vault = platform.vault
        keys = [
            try platform.settings.value(.secretsKey),
            try platform.settings.value(.previousSecretsKey),
        ].compactMap { $0 }
        line = IssuerLine(inside: try platform.settings.value(.issuersInside))
    }

    /// Seconds since 1970.
    static var now: Int { Int(WallClock.milliseconds / 1000) }

    /// Where issuers send browsers back to that left from there; theirs have it on a list.
    static func returnURL(at origin: String) -> String { "\(origin)/sign-in/return" }

    func entrance(_ request: Request, word: String? = nil) throws -> Entrance {
        try Entrance(request, word: word, publicURL: publicURL, in: database)
    }

    func client(
        _ provider: SignInProviders.Provider,
        at entrance: Entrance
    ) throws -> SignInClient {
        SignInClient(
            id: provider.clientID,
            secret: try provider.secret.map { try open($0, of: provider) },
            returnURL: Self.returnURL(at: entrance.origin)
        )
    }

    /// Seals the secret of a client, in the transaction that writes it.
    func seal(
        _ secret: String?,
        of name: String,
        for tenant: TenantID,
        on connection: inout Connection
    ) throws -> [UInt8]? {
        guard let secret else { return nil }
        return try vault.required().seal(
            Array(secret.utf8),
            as: .signInSecret,
            of: name,
            for: tenant,
            on: &connection
        )
    }

    private func open(
        _ sealed: [UInt8],
        of provider: SignInProviders.Provider
    ) throws -> String {
        let vault = try vault.required()
        let opened = try database.forAll { connection in
            try vault.open(
                sealed,
                as: .signInSecret,
                of: provider.name,
                for: provider.tenant,
                on: &connection
            )
        }
        guard let opened else { throw CryptoError.notAuthentic }
        return String(decoding: opened, as: UTF8.self)
    }

    /// - Throws: a 503 where the installation has no key to seal with.
    func sealingKey() throws(Problem) -> SealingKey {
        guard let key = keys.first else {
            throw Problem(
                .serviceUnavailable,
                "no-secrets-key",
                "This installation has no SECRETS_KEY, so it cannot keep secrets."
            )
        }
        return key
    }

    /// What a browser left with, if it was sealed here.
    func attempt(sealed text: String) -> SignInAttempt? {
        keys.lazy.compactMap { SignInAttempt(sealed: text, with: $0, now: Self.now) }.first
    }
}
