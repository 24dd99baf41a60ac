import Crypto
import FunctionRuntime
import OpenIDConnect
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
    private let key: SealingKey?

    init(_ platform: Platform) throws {
        database = try platform.database
        publicURL = try platform.settings.value(.publicURL)
        key = try platform.settings.value(.secretsKey)
        line = IssuerLine(inside: try platform.settings.value(.issuersInside))
    }

    /// Seconds since 1970.
    static var now: Int { Int(WallClock.milliseconds / 1000) }

    /// Where issuers send browsers back to; theirs have it on a list.
    var returnURL: String { "\(publicURL)/sign-in/return" }

    func client(_ provider: SignInProviders.Provider) throws -> SignInClient {
        SignInClient(
            id: provider.clientID,
            secret: try provider.secret.map { sealed in
                let bytes = try sealingKey().open(sealed, context: Self.context(provider.tenant))
                return String(decoding: bytes, as: UTF8.self)
            },
            returnURL: returnURL
        )
    }

    func seal(_ secret: String, of tenant: TenantID) throws -> [UInt8] {
        try sealingKey().seal(Array(secret.utf8), context: Self.context(tenant))
    }

    /// - Throws: a 503 where the installation has no key to seal with.
    func sealingKey() throws(Problem) -> SealingKey {
        guard let key else {
            throw Problem(
                .serviceUnavailable,
                "no-secrets-key",
                "This installation has no SECRETS_KEY, so it cannot keep secrets."
            )
        }
        return key
    }

    private static func context(_ tenant: TenantID) -> [UInt8] {
        Array("sign-in \(tenant.rawValue)".utf8)
    }
}
