import FunctionRuntime
import Web

/// Shows how the sandbox behaves.
struct ShowControl: Endpoint {
    static let route = Route(
        .get,
        "/sandbox/control",
        "Show how the sandbox behaves.",
        access: .anyone,
        answers: [.init(.ok, "The behaviour.", .fields(Behaviour.fields))]
    )

    let accounts: SandboxAccounts

    init(_ platform: Platform) throws { accounts = try .shared(platform) }
    init(accounts: SandboxAccounts) { self.accounts = accounts }

    func respond(to request: Request) throws -> Response {
        let sandbox = try accounts.require(request)
        return .json(sandbox.ledger.behaviour.json)
    }
}

/// Tells the sandbox to misbehave, or to stop it; what is left out stays as it is.
struct ChangeControl: Endpoint {
    static let route = Route(
        .post,
        "/sandbox/control",
        "Change how the sandbox behaves.",
        access: .anyone,
        request: .fields(Behaviour.fields),
        answers: [.init(.ok, "The behaviour from now on.", .fields(Behaviour.fields))]
    )

    let accounts: SandboxAccounts

    init(_ platform: Platform) throws { accounts = try .shared(platform) }
    init(accounts: SandboxAccounts) { self.accounts = accounts }

    func respond(to request: Request) throws -> Response {
        let sandbox = try accounts.require(request)
        let behaviour = try sandbox.ledger.behaviour.changed(by: request.input())
        try sandbox.ledger.change(to: behaviour)
        return .json(behaviour.json)
    }
}
