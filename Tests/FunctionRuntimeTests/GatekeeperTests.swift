import Crypto
import Postgres
import Store
import TestSupport
import Testing
import Web

@testable import FunctionRuntime

private let reading = Route(.get, "/", "Read.", access: .scope(.messagesRead))
private let writing = Route(.post, "/", "Write.", access: .scope(.messagesWrite))
private let host = "sms.example:8443"

@Suite struct `The gate without a database` {
    private let gatekeeper = Gatekeeper(nil)

    @Test(arguments: [Access.anyone, .signature])
    func `is open where anyone may come`(_ access: Access) throws {
        let route = Route(.post, "/", "", access: access)
        #expect(try gatekeeper.admit(Request(method: .post, path: "/"), to: route) == .nobody)
    }

    /// Rubbish must not cost a look-up, of which there would be none here.
    @Test(
        arguments: [
            [:], ["x-api-key": ""], ["x-api-key": "sms_rubbish"], ["cookie": "sms-session=rubbish"],
            ["authorization": "Basic YTpi"], ["authorization": "Bearer sms_rubbish"],
        ] as [[String: String]]
    )
    func `is closed to whoever shows nothing that could be right`(_ fields: [String: String]) {
        var headers = Headers()
        for (name, value) in fields { headers.add(name, value) }
        let problem = #expect(throws: Problem.self) {
            try gatekeeper.admit(Request(method: .get, path: "/", headers: headers), to: reading)
        }
        #expect(problem?.status == .unauthorized)
        #expect(problem?.code == "not-authenticated")
        #expect(problem?.headers["www-authenticate"]?.hasPrefix("ApiKey") == true)
    }
}

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `The gate` {
    private let scratch: ScratchDatabase
    private let gatekeeper: Gatekeeper
    private let key = APIKey.generate()
    private let cookie = SessionCookie(Token.generate(), publicURL: "http://localhost")

    /// A key that may only read messages, and a user who is logged in.
    init() throws {
        scratch = try ScratchDatabase.withSchema()
        let tenant = TenantID(rawValue: 1)
        var owner = try scratch.connect(as: .owner)
        try Keys.add(
            name: "CRM",
            prefix: key.prefix,
            hash: key.hash,
            scopes: [.messagesRead],
            tenant: tenant,
            on: &owner
        )
        try Users.put(
            email: "ada@example.com",
            name: "Ada",
            passwordHash: "h",
            tenant: tenant,
            on: &owner
        )
        let ada = try #require(try Users.find(email: "ada@example.com", on: &owner)).user
        let place = Sessions.Place(address: "192.0.2.7", agent: "Firefox")
        try Sessions.add(tokenHash: cookie.hash, user: ada, from: place, on: &owner)
        gatekeeper = Gatekeeper(Database(scratch.pool(as: .function)))
    }

    private var token: Token { cookie.token }
    private var session: String { String(cookie.header(seconds: 60).prefix { $0 != ";" }) }

    /// What our own page sends with a change.
    private var fromOurPage: Headers {
        [
            "cookie": session, "host": host, "origin": "https://\(host)",
            "x-page-token": token.pageToken,
        ]
    }

    private func admit(_ headers: Headers, to route: Route) throws -> Caller {
        try gatekeeper.admit(Request(method: route.method, path: "/", headers: headers), to: route)
    }

    private func refusal(_ headers: Headers, to route: Route) -> String? {
        #expect(throws: Problem.self) { try admit(headers, to: route) }?.code
    }

    @Test func `lets a key in where its scopes reach`() throws {
        let caller = try admit(["X-Api-Key": key.text], to: reading)
        #expect(caller.name == "key CRM")
        #expect(caller.tenant == TenantID(rawValue: 1))
        #expect(!caller.isUser)
        #expect(try admit(["Authorization": "Bearer \(key.text)"], to: reading) == caller)
        #expect(refusal(["x-api-key": key.text], to: writing) == "scope-missing")
        #expect(refusal(["x-api-key": APIKey.generate().text], to: reading) == "not-authenticated")
    }

    @Test func `lets a key in from its own networks only`() throws {
        var owner = try scratch.connect(as: .owner)
        try owner.execute("UPDATE api_keys SET networks = '{192.0.2.0/24,2001:db8::/32}'")
        func code(from address: String) -> String? {
            let request = Request(
                method: .get,
                path: "/",
                headers: ["x-api-key": key.text],
                remoteAddress: address
            )
            do {
                _ = try gatekeeper.admit(request, to: reading)
                return nil
            } catch {
                return (error as? Problem)?.code
            }
        }
        for address in ["192.0.2.1", "192.0.2.255", "::ffff:192.0.2.9", "2001:db8::7"] {
            #expect(code(from: address) == nil, "\(address)")
        }
        for address in ["192.0.3.1", "2001:db9::7", "unix:", ""] {
            #expect(code(from: address) == "foreign-network", "\(address)")
        }
    }

    @Test func `counts how often a key was used, and keeps the count while it cannot say so`()
        throws
    {
        let uses = KeyUses()
        let database = Database(scratch.pool(as: .function))
        let gatekeeper = Gatekeeper(database, uses: uses)
        for _ in 1...3 {
            let headers: Headers = ["x-api-key": key.text]
            _ = try gatekeeper.admit(
                Request(method: .get, path: "/", headers: headers),
                to: reading
            )
        }
        var owner = try scratch.connect(as: .owner)
        func count() throws -> Int64 {
            try owner.query("SELECT use_count FROM api_keys").value()
        }
        try owner.execute("ALTER FUNCTION note_key_uses RENAME TO away")
        uses.write(to: database)
        #expect(try count() == 0)
        try owner.execute("ALTER FUNCTION away RENAME TO note_key_uses")
        uses.write(to: database)
        uses.write(to: database)
        #expect(try count() == 3)
    }

    @Test func `lets a user in everywhere, from our own pages`() throws {
        let caller = try admit(["cookie": session], to: reading)
        #expect(caller.name == "ada@example.com")
        #expect(caller.isUser)
        #expect(try admit(fromOurPage, to: writing) == caller)
        #expect(
            refusal(["cookie": "sms-session=\(Token.generate().text)"], to: reading)
                == "not-authenticated"
        )
    }

    @Test func `is closed to what other pages let a user's browser ask`() {
        for origin in [
            "https://evil.example", "null", "", "https://sms.example", "https://sms.example:443",
            "https://evil.example:8443", "https://xsms.example:8443", "https://",
        ] {
            let headers: Headers = ["cookie": session, "host": host, "origin": origin]
            #expect(refusal(headers, to: writing) == "foreign-origin", "\(origin)")
        }
        #expect(refusal(["cookie": session, "host": host], to: writing) == "foreign-origin")
        #expect(refusal(["cookie": session], to: writing) == "foreign-origin")
    }

    @Test func `is closed to a page that does not know the session's page token`() {
        for said in [nil, "", "rubbish", token.text, Token.generate().pageToken] {
            var headers = fromOurPage
            headers["x-page-token"] = said
            #expect(refusal(headers, to: writing) == "page-token-missing")
        }
    }

    @Test func `is open to each role as far as its scopes reach`() throws {
        var owner = try scratch.connect(as: .owner)
        // The business keeps an owner.
        try owner.execute(
            """
            INSERT INTO users (tenant_id, email, name, role)
            VALUES (1, 'eve@example.com', 'Eve', 'owner')
            """
        )
        for role in Role.allCases {
            try owner.execute("UPDATE users SET role = \(role.rawValue) WHERE name = 'Ada'")
            for (scope, roles) in Role.table {
                let route = Route(.get, "/", "", access: .scope(scope))
                let fresh = Gatekeeper(Database(scratch.pool(as: .function)))
                let request = Request(method: .get, path: "/", headers: ["cookie": session])
                let isIn = (try? fresh.admit(request, to: route)) != nil
                #expect(isIn == roles.contains(role), "\(role) \(scope)")
            }
        }
    }

    @Test func `asks a person to say again who they are where a route wants it`() throws {
        let route = Route(.get, "/", "", access: .scope(.keysWrite, confirmed: true))
        #expect(try admit(["cookie": session], to: route).isUser)
        var owner = try scratch.connect(as: .owner)
        try owner.execute("UPDATE sessions SET confirmed_at = now() - interval '11 minutes'")
        #expect(refusal(["cookie": session], to: route) == "confirmation-needed")
        #expect(try admit(["cookie": session], to: reading).isUser)
    }

    @Test func `shows the whole business to nobody who sees a part of it`() throws {
        var owner = try scratch.connect(as: .owner)
        try owner.execute(
            """
            INSERT INTO users (tenant_id, email, name, role)
            VALUES (1, 'eve@example.com', 'Eve', 'owner')
            """
        )
        try owner.execute(
            "UPDATE users SET role = 'viewer', dealerships = '{7,8}' WHERE name = 'Ada'"
        )
        #expect(refusal(["cookie": session], to: reading) == "whole-business")
        let part = Route(.get, "/", "", access: .scope(.messagesRead, reach: .dealerships))
        #expect(try admit(["cookie": session], to: part).tenant.dealerships == [7, 8])
    }

    @Test func `lets no program in where people look after what is their own`() throws {
        let own = Route(.get, "/", "", access: .session())
        #expect(refusal(["x-api-key": key.text], to: own) == "people-only")
        #expect(refusal([:], to: own) == "not-authenticated")
        #expect(try admit(["cookie": session], to: own).member?.role == .owner)
    }

    @Test func `asks no origin of a program, and of no one who only reads`() throws {
        var owner = try scratch.connect(as: .owner)
        try owner.execute("UPDATE api_keys SET scopes = ARRAY['messages:write']")
        let foreign: Headers = ["x-api-key": key.text, "origin": "https://evil.example"]
        #expect(try admit(foreign, to: writing).name == "key CRM")
        let reader: Headers = ["cookie": session, "origin": "https://evil.example"]
        #expect(try admit(reader, to: reading).isUser)
    }

    /// Whoever sends a key means the key, whatever cookies the browser adds.
    @Test func `goes by the key when there is a session as well`() throws {
        let headers: Headers = ["x-api-key": "sms_rubbish", "cookie": session]
        #expect(refusal(headers, to: reading) == "not-authenticated")
    }
}
