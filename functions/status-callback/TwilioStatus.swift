import FunctionRuntime
import Web

/// Takes the status callbacks of the account that the installation's settings name.
struct TwilioStatus: Endpoint {
    static let route = Route(
        .post,
        "/webhook/status",
        "Twilio's status callback.",
        access: .signature,
        answers: [
            .init(.noContent, "Taken."),
            .init(.forbidden, "Not signed by Twilio."),
        ]
    )

    private let authToken: String
    private let reports: TwilioReports

    init(_ platform: Platform) throws {
        authToken = try platform.settings.value(.twilioAuthToken)
        reports = try TwilioReports(platform)
    }

    func respond(to request: Request) throws -> Response {
        try reports.take(request, from: "twilio", token: authToken)
    }
}
