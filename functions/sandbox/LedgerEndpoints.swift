import FunctionRuntime
import Web

/// Shows every message that was taken: what customers would have got.
struct ShowLedger: Endpoint {
    static let route = Route(
        .get,
        "/sandbox/ledger",
        "Show every message that was taken.",
        access: .anyone,
        answers: [.init(.ok, "The messages, oldest first.", .anyObject)]
    )

    let accounts: SandboxAccounts

    init(_ platform: Platform) throws { accounts = try .shared(platform) }
    init(accounts: SandboxAccounts) { self.accounts = accounts }

    func respond(to request: Request) throws -> Response {
        let sandbox = try accounts.require(request)
        let now = nowMilliseconds()
        let messages = sandbox.ledger.messages(to: request.query["to"]).reversed()
        return .json([
            "messages": .array(messages.map { $0.ledgerEntry(nowMilliseconds: now) }),
            "callbacksOwed": .int(sandbox.ledger.owedCallbacks().count),
        ])
    }
}

/// Forgets every message, and the callbacks still owed for them.
struct ClearLedger: Endpoint {
    static let route = Route(
        .delete,
        "/sandbox/ledger",
        "Forget every message.",
        access: .anyone,
        answers: [.init(.noContent, "Nothing is left.")]
    )

    let accounts: SandboxAccounts

    init(_ platform: Platform) throws { accounts = try .shared(platform) }
    init(accounts: SandboxAccounts) { self.accounts = accounts }

    func respond(to request: Request) throws -> Response {
        let sandbox = try accounts.require(request)
        try sandbox.ledger.clear()
        return .noContent
    }
}
