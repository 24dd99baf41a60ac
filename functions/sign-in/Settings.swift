import Crypto
import FunctionRuntime
import OpenIDConnect
import Store
import Web

/// Where people of the business sign in.
struct ListSignInProviders: Endpoint {
    static let route = Route(
        .get,
        "/api/sign-in-providers",
        "List the issuers at which people of the business sign in.",
        access: .scope(.peopleWrite),
        answers: [
            .init(
                .ok,
                "By name; secrets are not told.",
                .object([
                    "providers": .array(of: SignInProviders.Line.schema),
                    "returnUrls": Schema.array(of: .string).about(
                        "What the issuer must have on its list: one for each host people log in at."
                    ),
                ])
            )
        ]
    )

    private let desk: Desk

    init(_ platform: Platform) throws { desk = try Desk(platform) }

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (lines, ownHost) = try desk.database.forTenant(tenant) { connection in
            (
                try SignInProviders.list(on: &connection),
                try Tenants.hostName(of: tenant, on: &connection)
            )
        }
        let everybodys = PublicOrigin(desk.publicURL)
        let origins = [everybodys.text] + (ownHost.map { [everybodys.at($0)] } ?? [])
        return .json([
            "providers": .array(lines.map(\.json)),
            "returnUrls": .array(origins.map { .string(Desk.returnURL(at: $0)) }),
        ])
    }
}

/// Adds or changes an issuer, which is asked about itself first.
struct PutSignInProvider: Endpoint {
    private static let issuer = Field<String>(
        "issuer",
        "Its address, exactly as it calls itself.",
        schema: .text(8...500),
        expected: "an address such as https://accounts.example.com"
    ) { json in json.text.flatMap { $0.contains("?") || $0.contains("#") ? nil : $0 } }
    private static let clientID = Field<String>.text(
        "clientId",
        1...300,
        "What this system is called there."
    )
    private static let secret = Field<String>.text(
        "clientSecret",
        1...1000,
        "The client's secret; left out, the one that is there stays, and PKCE alone protects a new one."
    ).optional
    private static let domains = Field<[String]>(
        "domains",
        "What stands behind the @ of the addresses that sign in there.",
        schema: .array(of: .string),
        expected: "one to twenty mail domains such as example.com"
    ) { json in
        guard case .array(let items) = json, (1...20).contains(items.count) else { return nil }
        let domains = items.compactMap { $0.text?.lowercased() }
        return domains.count == items.count && domains.allSatisfy(isMailDomain) ? domains : nil
    }

    static let route = Route(
        .put,
        "/api/sign-in-providers/{name}",
        "Add or change an issuer at which people sign in.",
        access: .scope(.peopleWrite, confirmed: true),
        request: .fields([issuer, clientID, secret, domains]),
        answers: [
            .init(.ok, "Saved; it answers.", .object(["success": .boolean])),
            .init(.forbidden, "Only an owner may: whoever chooses it can log in as anybody."),
        ]
    )

    private let desk: Desk

    init(_ platform: Platform) throws { desk = try Desk(platform) }

    func respond(to request: Request) throws -> Response {
        try request.requireOwner()
        let (issuer, clientID, secret, domains) = try request.input().read(
            Self.issuer,
            Self.clientID,
            Self.secret,
            Self.domains
        )
        let name = request.parameters["name"] ?? ""
        guard (1...60).contains(name.count), !name.hasControlCharacters else {
            throw Problem.invalid([
                .init("name", expected: "1 to 60 characters", "The name is too long, or empty.")
            ])
        }
        try ask(issuer)
        let settings = SignInProviders.Settings(
            name: name,
            issuer: issuer,
            clientID: clientID,
            domains: domains
        )
        let tenant = request.caller.tenant
        try desk.database.inTransaction(forTenant: tenant) { connection in
            let sealed = try desk.seal(secret, of: name, for: tenant, on: &connection)
            try SignInProviders.put(settings, secret: sealed, of: tenant, on: &connection)
        }
        return .json(["success": true])
    }

    /// What is wrong with an issuer is told to whoever names it, not to those who sign in later.
    private func ask(_ issuer: String) throws {
        do throws(SignInFailure) {
            _ = try Issuer.discover(issuer, over: desk.line)
        } catch {
            throw Problem.invalid([
                .init("issuer", expected: "the address of an issuer that answers", error.words)
            ])
        }
    }
}

/// Takes an issuer away; who signed in there goes on with a password.
struct RemoveSignInProvider: Endpoint {
    static let route = Route(
        .delete,
        "/api/sign-in-providers/{name}",
        "Remove an issuer.",
        access: .scope(.peopleWrite, confirmed: true),
        answers: [
            .init(.ok, "Removed.", .object(["success": .boolean])),
            .init(.notFound, "There is none of this name."),
        ]
    )

    private let desk: Desk

    init(_ platform: Platform) throws { desk = try Desk(platform) }

    func respond(to request: Request) throws -> Response {
        try request.requireOwner()
        let name = request.parameters["name"] ?? ""
        let isRemoved = try desk.database.forTenant(request.caller.tenant) { connection in
            try !name.hasControlCharacters && SignInProviders.remove(name, on: &connection)
        }
        guard isRemoved else { throw Problem.notFound("There is no issuer of this name.") }
        return .json(["success": true])
    }
}

/// Letters, digits, hyphens and dots, with a dot in its midst.
private func isMailDomain(_ text: String) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return (3...253).contains(text.utf8.count) && labels.count > 1
        && labels.allSatisfy { label in
            !label.isEmpty
                && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        }
}

extension Request {
    /// Whoever chooses the issuer can log in as anybody in the business, also as its owner.
    fileprivate func requireOwner() throws(Problem) {
        guard caller.member?.role == .owner else {
            throw Problem(.forbidden, "owner-only", "Only an owner says where people sign in.")
        }
    }
}

extension SignInProviders.Line {
    static let schema = Schema.object([
        "name": .string, "issuer": .string, "clientId": .string, "hasSecret": .boolean,
        "domains": .array(of: .string), "people": .integer,
    ])

    var json: JSON {
        [
            "name": .string(name), "issuer": .string(issuer), "clientId": .string(clientID),
            "hasSecret": .bool(hasSecret), "domains": .array(domains.map(JSON.string)),
            "people": .int(peopleCount),
        ]
    }
}
