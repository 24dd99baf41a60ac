import Accounts
import FunctionRuntime
import Web

/// Takes the status callbacks of the account that the installation's settings name.
struct TwilioStatus: Endpoint {
    static let route = Route(
        .post,
        "/webhook/status",
        "Twilio's status callback.",
        access: .signature,
        answers: callbackAnswers
    )

    private let intake: CallbackIntake

    init(_ platform: Platform) throws { intake = try CallbackIntake(platform) }

    func respond(to request: Request) throws -> Response { try intake.take(request) }
}
