import FunctionRuntime
import Web

/// Twilio's way to send a message.
struct CreateMessage: Endpoint {
    static let route = Route(
        .post,
        "/2010-04-01/Accounts/{AccountSid}/Messages.json",
        "Send a message.",
        access: .anyone,
        request: .object([
            "To": .string, "From": .string, "MessagingServiceSid": .string, "Body": .string,
            "StatusCallback": .string,
        ]),
        answers: [.init(.created, "The message was taken.", .anyObject)]
    )

    let accounts: SandboxAccounts

    init(_ platform: Platform) throws { accounts = try .shared(platform) }
    init(accounts: SandboxAccounts) { self.accounts = accounts }

    func respond(to request: Request) throws -> Response {
        try accounts.answer(request) { sandbox, behaviour in
            let form = Form(decoding: String(decoding: request.body, as: UTF8.self))
            let (message, reception) = try sandbox.take(form, behaviour)
            // The answer tells of the initial status, however fast the next one follows.
            let document = message.document(
                accountSID: sandbox.account.sid,
                nowMilliseconds: .min
            )
            return switch reception {
            case .takenThenFault:
                TwilioError(20500, "Internal Server Error", status: 500).response
            case .takenThenDrop: brokenOff(document)
            default: .json(document, .created)
            }
        }
    }

    /// An answer that ends before the length it announced, whereupon the gateway, which cannot
    /// complete it, drops the client's connection.
    private func brokenOff(_ document: JSON) -> Response {
        let bytes = document.serialized
        return Response(
            .created,
            headers: ["Content-Type": "application/json", "Content-Length": "\(bytes.count)"],
            body: .stream { write in
                try bytes.prefix(bytes.count / 2).withUnsafeBytes { try write($0) }
            }
        )
    }
}
