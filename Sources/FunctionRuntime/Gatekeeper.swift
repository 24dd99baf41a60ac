import Crypto
import Secrets
import Store
import Web

/// Finds out who asks, and whether they may.
struct Gatekeeper: Sendable {
    private let databaseIfAny: Database?
    private let uses: KeyUses
    private let vault: Vault?
    private let people = Cache<String, Caller>()
    /// Asked again a little before five seconds are over: that soon a key that was ended lets nobody
    /// in, whatever a look-up takes.
    private let programs = Cache<String, Program>(lifetime: .seconds(4))

    /// A program by its key, as it is remembered for some seconds.
    private struct Program: Sendable {
        let caller: Caller
        /// None for everywhere.
        let networks: [NetworkRange]
        /// What it signs with; nil for one that sends its key.
        let secret: WebhookSecret?

        init(_ admitted: Keys.Admitted, secret: WebhookSecret? = nil) {
            caller = admitted.caller
            networks = admitted.networks.compactMap(NetworkRange.init)
            self.secret = secret
        }
    }

    /// `vault` opens the secrets of keys that sign, where a route takes signatures.
    init(_ database: Database?, uses: KeyUses = KeyUses(), vault: Vault? = nil) {
        databaseIfAny = database
        self.uses = uses
        self.vault = vault
    }

    var database: Database {
        get throws(SettingProblem) {
            guard let databaseIfAny else { throw .undeclared("DATABASE_URL") }
            return databaseIfAny
        }
    }

    func admit(_ request: Request, to route: Route) throws -> Caller {
        switch route.access {
        case .anyone, .signature:
            return .nobody
        case .session(let needsConfirmation):
            let caller = try known(request, to: route, isFresh: needsConfirmation)
            guard caller.isUser else {
                throw Problem(.forbidden, "people-only", "This is for people who are logged in.")
            }
            try confirm(caller, needsConfirmation)
            return caller
        case .scope(let scope, let reach, let needsConfirmation):
            let caller = try known(request, to: route, isFresh: needsConfirmation)
            try requireFactor(of: caller)
            try require(scope, reach, of: caller)
            try confirm(caller, needsConfirmation)
            return caller
        }
    }

    /// Whoever asks, and from a page of ours if it is a person.
    private func known(_ request: Request, to route: Route, isFresh: Bool) throws -> Caller {
        guard let caller = try identify(request, route, isFresh: isFresh) else {
            throw Problem(
                .unauthorized,
                "not-authenticated",
                "Send an API key in the header x-api-key, or log in.",
                headers: ["WWW-Authenticate": "ApiKey realm=\"sms-tracker\""]
            )
        }
        if caller.isUser, !route.method.isSafe { try refuseForeignPages(request) }
        if let reason = caller.suspension { throw Problem.suspended(reason) }
        return caller
    }

    /// A program has no password: its key says what it may.
    private func confirm(_ caller: Caller, _ isNeeded: Bool) throws(Problem) {
        guard isNeeded, let member = caller.member, !member.isConfirmed else { return }
        throw Problem(
            .forbidden,
            "confirmation-needed",
            "Say again who you are: this needs your password of just now."
        )
    }

    /// Who lacks it may set it up, and nothing else.
    private func requireFactor(of caller: Caller) throws(Problem) {
        guard caller.member?.lacksFactor == true else { return }
        throw Problem(
            .forbidden,
            "second-factor-missing",
            "Your business wants a second factor of everybody: set yours up in your account."
        )
    }

    private func require(_ scope: Scope, _ reach: Reach, of caller: Caller) throws(Problem) {
        guard caller.scopes.contains(scope) else {
            let lack = caller.member.map { ", which your role, \($0.role.rawValue), does not have" }
            throw Problem(
                .forbidden,
                "scope-missing",
                "This needs the scope \(scope.rawValue)\(lack ?? "")."
            )
        }
        guard reach != .installation || caller.tenant.runsInstallation else {
            throw Problem(
                .forbidden,
                "whole-installation",
                "This is about all businesses of the installation, and yours does not run it."
            )
        }
        guard reach == .dealerships || caller.tenant.dealerships == nil else {
            throw Problem(
                .forbidden,
                "whole-business",
                "This is about the whole business, and you see some dealerships of it."
            )
        }
    }

    /// `isFresh` looks past what was found a few seconds ago.
    private func identify(
        _ request: Request,
        _ route: Route,
        isFresh: Bool
    ) throws -> Caller? {
        let inQuery = route.takesKeyInQuery ? request.query["key"] : nil
        if let text = request.headers["x-api-key"] ?? request.bearerToken ?? inQuery {
            return try APIKey(text).flatMap(find).map { try admit($0, from: request) }
        }
        if route.takesSignature, let signed = try SignedRequest(request) {
            guard let program = try find(signing: signed.keyID), let secret = program.secret,
                signed.isSigned(with: secret)
            else { throw SignedRequest.refusal }
            return try admit(program, from: request)
        }
        guard let cookie = SessionCookie(in: request) else { return nil }
        let find = {
            try database.forAll { connection in
                try Sessions.find(tokenHash: cookie.hash, on: &connection)?.caller
            }
        }
        guard !isFresh else { return try find() }
        let known = try people.value(for: cookie.hash, orFind: find)
        // Whoever has just set it up goes on at once.
        return known?.member?.lacksFactor == true ? try find() : known
    }

    private func find(_ key: APIKey) throws -> Program? {
        let hash = key.hash
        return try programs.value(for: hash) {
            try database.forAll { connection in try Keys.find(hash: hash, on: &connection) }
                .map { Program($0) }
        }
    }

    private func find(signing id: Int64) throws -> Program? {
        try programs.value(for: "signing \(id)") {
            try database.forAll { connection in
                guard let admitted = try Keys.find(signing: id, on: &connection) else { return nil }
                let secret = try SigningSecret.open(admitted, of: id, from: vault, on: &connection)
                return Program(admitted, secret: secret)
            }
        }
    }

    private func admit(_ program: Program, from request: Request) throws(Problem) -> Caller {
        let networks = program.networks
        guard networks.isEmpty || networks.contains(where: { $0.contains(request.remoteAddress) })
        else {
            throw Problem(
                .forbidden,
                "foreign-network",
                "This key may not be used from the address \(request.remoteAddress)."
            )
        }
        if let key = program.caller.key { uses.note(key.id) }
        return program.caller
    }

    /// A browser sends the cookie with whatever another site's page asks for.
    ///
    /// What our own pages say beside it, no other page can read; and the `Origin` header tells whose
    /// page asked (Fetch, section 3.1).
    private func refuseForeignPages(_ request: Request) throws(Problem) {
        let origin = request.headers["origin"] ?? ""
        let authority = origin.split(separator: "/", omittingEmptySubsequences: true).last
        guard let authority, let host = request.headers["host"], authority == host else {
            throw Problem(
                .forbidden,
                "foreign-origin",
                "A session may change things only from this system's own pages."
            )
        }
        guard let said = request.headers["x-page-token"],
            SessionCookie(in: request)?.token.isPageToken(said) == true
        else {
            throw Problem(
                .forbidden,
                "page-token-missing",
                "The page must say the token that it got when it was opened; load it again."
            )
        }
    }
}

extension Request {
    /// The key as Prometheus and many HTTP libraries send it (RFC 6750).
    fileprivate var bearerToken: String? {
        guard let value = headers["authorization"], value.lowercased().hasPrefix("bearer ")
        else { return nil }
        return String(value.dropFirst(7))
    }
}
