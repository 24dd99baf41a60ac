import Accounts
import FunctionRuntime
import Web

/// Takes people's messages from the account that the installation's settings name.
struct TwilioInbound: Endpoint {
    static let route = Route(
        .post,
        "/webhook/inbound",
        "Twilio's inbound message.",
        access: .signature,
        answers: callbackAnswers
    )

    private let intake: CallbackIntake

    init(_ platform: Platform) throws { intake = try CallbackIntake(platform) }

    func respond(to request: Request) throws -> Response { try intake.take(request) }
}
