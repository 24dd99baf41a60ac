import FunctionRuntime
import Messaging
import Providers
import Store
import Web

/// Takes Twilio's status callbacks: late, twice, out of order, and even before our own call to
/// Twilio has returned.
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

    private let publicURL: String
    private let authToken: String
    private let commits: GroupCommit<Reports.Report, Void>

    init(_ platform: Platform) throws {
        publicURL = try platform.settings.value(.publicURL)
        authToken = try platform.settings.value(.twilioAuthToken)
        commits = Reports.groupCommit(
            on: try platform.database,
            reportOverdueSeconds: try platform.settings.value(.reportOverdueSeconds)
        )
    }

    func respond(to request: Request) throws -> Response {
        let form = try verifiedForm(of: request).withoutZeroBytes
        let report = try read(form)
        // A word that we do not know says nothing that we could act on.
        guard let status = report.status else { return .noContent }
        try commits.submit(
            Reports.Report(
                provider: "twilio",
                receipt: Receipt(
                    providerMessageID: report.id.rawValue,
                    status: status,
                    segments: report.segments,
                    price: report.price,
                    sender: report.sender
                ),
                fault: status == .failed || status == .undelivered
                    ? Fault(report.errorCode, message: report.errorMessage) : nil,
                messageID: request.query["m"].flatMap { UUIDText.isWellFormed($0) ? $0 : nil },
                attemptNumber: request.query["a"].flatMap(Int.init),
                idempotencyToken: request.headers[TwilioSignature.idempotencyHeader],
                raw: .object(JSON.Object(form.pairs.map { .init($0.name, .string($0.value)) }))
            )
        )
        return .noContent
    }

    private func verifiedForm(of request: Request) throws(Problem) -> Form {
        let form = Form(decoding: String(decoding: request.body, as: UTF8.self))
        let query = request.rawQuery.isEmpty ? "" : "?\(request.rawQuery)"
        let isSigned = TwilioSignature.verify(
            url: "\(publicURL)\(request.path)\(query)",
            form: form,
            header: request.headers[TwilioSignature.header] ?? "",
            token: authToken
        )
        guard isSigned else {
            throw Problem(.forbidden, "bad-signature", "This request is not signed by Twilio.")
        }
        return form
    }

    private func read(_ form: Form) throws(Problem) -> StatusReport {
        do throws(MalformedReport) {
            return try StatusReport(twilio: form)
        } catch {
            throw Problem(.badRequest, "malformed-report", "This is not a status report.")
        }
    }
}

extension Form {
    /// The same with a mark in place of each zero byte, which PostgreSQL cannot store: an odd word
    /// is no reason to lose the report.
    fileprivate var withoutZeroBytes: Form {
        Form(pairs.map { .init(Self.marked($0.name), Self.marked($0.value)) })
    }

    private static func marked(_ text: String) -> String {
        text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
    }
}
