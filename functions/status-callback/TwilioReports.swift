import FunctionRuntime
import Messaging
import Providers
import Store
import Web

/// Verifies and applies Twilio's reports: late, twice, out of order, and even before our own call to
/// Twilio has returned.
struct TwilioReports {
    private let publicURL: String
    private let commits: GroupCommit<Reports.Report, Void>

    init(_ platform: Platform) throws {
        publicURL = try platform.settings.value(.publicURL)
        commits = Reports.groupCommit(
            on: try platform.database,
            reportOverdueSeconds: try platform.settings.value(.reportOverdueSeconds)
        )
    }

    /// Takes a report on a message that went through the account `provider`, whose token signs it.
    func take(_ request: Request, from provider: String, token: String) throws -> Response {
        let form = try TwilioSignature.verifiedForm(of: request, publicURL: publicURL, token: token)
        let report = try read(form)
        // A word that we do not know says nothing that we could act on.
        guard let status = report.status else { return .noContent }
        try commits.submit(
            Reports.Report(
                provider: provider,
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

    private func read(_ form: Form) throws(Problem) -> StatusReport {
        do throws(MalformedReport) {
            return try StatusReport(twilio: form)
        } catch {
            throw Problem(.badRequest, "malformed-report", "This is not a status report.")
        }
    }
}
