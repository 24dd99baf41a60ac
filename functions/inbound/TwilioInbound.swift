import FunctionRuntime
import Providers
import Store
import Web

/// Takes a person's message from Twilio: an opt-out holds before Twilio has its answer.
struct TwilioInbound: Endpoint {
    static let route = Route(
        .post,
        "/webhook/inbound",
        "Twilio's inbound message.",
        access: .signature,
        answers: [
            .init(.ok, "Taken; we answer nothing by this way.", mediaType: "text/xml"),
            .init(.forbidden, "Not signed by Twilio."),
        ]
    )

    private let publicURL: String
    private let authToken: String
    private let database: Database

    init(_ platform: Platform) throws {
        publicURL = try platform.settings.value(.publicURL)
        authToken = try platform.settings.value(.twilioAuthToken)
        database = try platform.database
    }

    func respond(to request: Request) throws -> Response {
        let form = try TwilioSignature.verifiedForm(
            of: request,
            publicURL: publicURL,
            token: authToken
        )
        let arrival = try Inbound.Arrival(twilio: form)
        _ = try database.inTransaction { connection in
            try Inbound.take(arrival, on: &connection)
        }
        // Plain text would be sent to the person as a reply.
        return Response(
            .ok,
            headers: ["Content-Type": "text/xml"],
            body: .bytes(Array("<Response></Response>".utf8))
        )
    }
}

extension Inbound.Arrival {
    /// Reads Twilio's form.
    fileprivate init(twilio form: Form) throws(Problem) {
        guard let id = form["MessageSid"], !id.isEmpty, let from = form["From"], !from.isEmpty,
            let to = form["To"]
        else {
            throw Problem(.badRequest, "malformed-message", "This is not an inbound message.")
        }
        self.init(
            provider: "twilio",
            providerMessageID: id,
            sender: from,
            recipient: to,
            body: form["Body"] ?? "",
            optOutType: form["OptOutType"],
            raw: .object(JSON.Object(form.pairs.map { .init($0.name, .string($0.value)) }))
        )
    }
}
