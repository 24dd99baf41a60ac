import Testing
import Web

@testable import OpenIDConnect

@Suite struct `Who signed in` {
    private static let right: [String: JSON] = [
        "iss": "https://issuer.example", "aud": "sms", "sub": "ada", "exp": 2000, "iat": 1000,
        "nonce": "n", "email": "Ada@Example.com", "name": "Ada",
    ]

    private func identity(_ changes: [String: JSON?] = [:], at now: Int = 1500) throws -> Identity {
        var claims = Self.right
        for (name, value) in changes { claims[name] = value }
        let members = claims.map { JSON.Object.Member($0.key, $0.value) }
        return try Identity(
            .object(JSON.Object(members)),
            of: Issuer(
                name: "https://issuer.example",
                authorization: "",
                token: "",
                keys: "",
                person: nil
            ),
            for: "sms",
            nonce: "n",
            at: now
        )
    }

    @Test func `is whom the issuer names`() throws {
        let ada = try identity()
        #expect((ada.subject, ada.email, ada.name) == ("ada", "ada@example.com", "Ada"))
    }

    @Test(
        arguments: [
            ["iss": "https://other.example"], ["iss": nil], ["aud": "other"], ["aud": nil],
            ["aud": ["sms", "other"]], ["nonce": "m"], ["nonce": nil], ["sub": nil], ["sub": ""],
            ["sub": 7], ["exp": nil], ["exp": "2000"], ["iat": nil], ["iat": 1700], ["exp": 1300],
        ] as [[String: JSON?]]
    )
    func `is nobody when a claim is wrong`(changes: [String: JSON?]) {
        #expect(throws: SignInFailure.self) { try identity(changes) }
    }

    @Test func `may be meant for several, if it was asked for us`() throws {
        #expect(try identity(["aud": ["sms", "other"], "azp": "sms"]).subject == "ada")
        #expect(throws: SignInFailure.self) {
            try identity(["aud": ["sms", "other"], "azp": "other"])
        }
    }

    @Test func `may come from a clock that is two minutes off`() throws {
        #expect(try identity(at: 2119).subject == "ada")
        #expect(try identity(at: 881).subject == "ada")
        #expect(throws: SignInFailure.self) { try identity(at: 2121) }
        #expect(throws: SignInFailure.self) { try identity(at: 879) }
    }

    @Test(arguments: [false, "false"] as [JSON])
    func `has no address that the issuer does not vouch for`(said: JSON) throws {
        #expect(try identity(["email_verified": said]).email == nil)
    }

    @Test func `is told more of elsewhere, if that is the same`() throws {
        let bare = try identity(["email": nil, "name": nil])
        let more: JSON = ["sub": "ada", "email": "ada@example.com", "name": "Ada\nL"]
        let told = try Identity(bare, told: more)
        #expect((told.email, told.name) == ("ada@example.com", "AdaL"))
        #expect(throws: SignInFailure.self) { try Identity(bare, told: ["sub": "eve"]) }
    }
}
