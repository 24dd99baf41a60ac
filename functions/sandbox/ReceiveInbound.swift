import FunctionRuntime
import Web

/// Plays a customer who answers: keeps the message and posts it on as Twilio would.
struct ReceiveInbound: Endpoint {
    private static let from = Field<String>.text("from", 1...50, "The customer's number.")
    private static let to = Field<String>.text("to", 1...50, "The account's number.")
    private static let body = Field<String>.text("body", 0...1_600, "The text.")

    static let route = Route(
        .post,
        "/sandbox/inbound",
        "Answer as a customer.",
        access: .anyone,
        request: .fields([from, to, body]),
        answers: [.init(.created, "The message was taken.", .object(["sid": .string]))]
    )

    let accounts: SandboxAccounts

    init(_ platform: Platform) throws { accounts = try .shared(platform) }
    init(accounts: SandboxAccounts) { self.accounts = accounts }

    func respond(to request: Request) throws -> Response {
        let sandbox = try accounts.require(request)
        let (from, to, body) = try request.input().read(Self.from, Self.to, Self.body)
        let message = try sandbox.receive(from: from, to: to, body: body)
        return .json(["sid": .string(message.sid)], .created)
    }
}
