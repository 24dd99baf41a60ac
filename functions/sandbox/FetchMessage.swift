import FunctionRuntime
import Web

/// Twilio's way to ask about one message.
struct FetchMessage: Endpoint {
    static let route = Route(
        .get,
        "/2010-04-01/Accounts/{AccountSid}/Messages/{Resource}",
        "Show a message.",
        access: .anyone,
        answers: [.init(.ok, "The message as it is now.", .anyObject)]
    )

    let accounts: SandboxAccounts

    init(_ platform: Platform) throws { accounts = try .shared(platform) }
    init(accounts: SandboxAccounts) { self.accounts = accounts }

    func respond(to request: Request) throws -> Response {
        try accounts.answer(request) { sandbox, _ in
            // A path's hole is a whole segment, so the extension is still there.
            let resource = request.parameters["Resource"] ?? ""
            guard resource.hasSuffix(".json"),
                let message = sandbox.ledger.find(String(resource.dropLast(5)))
            else { throw TwilioError.notFound(request.path) }
            return .json(
                message.document(
                    accountSID: sandbox.account.sid,
                    nowMilliseconds: nowMilliseconds()
                )
            )
        }
    }
}
