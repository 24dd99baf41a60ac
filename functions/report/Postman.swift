import FunctionRuntime
import Mail
import PDF
import Store
import Web

/// Sends the reports that are due, one after the other.
///
/// A mail is claimed before the mail server is called. When this process dies in between, another
/// takes the mail up after the lease, with the same Message-ID: as close to once as mail gets.
struct Postman: Sendable {
    private let database: Database
    private let mailer: Mailer
    private let origin: PublicOrigin
    private let log: Log

    init(_ platform: Platform) throws {
        database = try platform.database
        mailer = try Mailer(platform.settings)
        origin = PublicOrigin(try platform.settings.value(.publicURL))
        log = platform.log
    }

    /// Longer than figures, pages and the mail server may take together.
    private static let leaseSeconds = 300

    /// Nothing is taken up while there is no mail server to hand it to: it goes out once there is.
    func deliverOne() throws -> Duty.Outcome {
        guard mailer.isConfigured else { return .idle }
        let task = try database.forAll { connection in
            try ReportDelivery.claim(leaseSeconds: Self.leaseSeconds, on: &connection)
        }
        guard let task else { return .idle }
        let outcome: ReportDelivery.Outcome
        do {
            try send(task)
            outcome = .sent
        } catch let failure as MailFailure {
            outcome = self.outcome(after: failure.sentence, isFinal: failure.isPermanent, task)
        } catch {
            // The figures or the pages: whatever it is, it stands in the log and is tried again.
            log.write(
                .error,
                "reportNotMade",
                ["delivery": .int(task.id), "reason": .string("\(error)")]
            )
            let sentence = "The report could not be made; the log says why."
            outcome = self.outcome(after: sentence, isFinal: false, task)
        }
        try record(outcome, of: task)
        return .more
    }

    private func send(_ task: ReportDelivery.Task) throws {
        let report = try database.report(.scheduled(task.every, task.range), of: task.tenant)
        let document = ReportDocument(report, on: Paper(rawValue: task.paper) ?? .a4)
        let head = try database.forTenant(task.tenant) { connection in
            try Letterhead.find(of: task.tenant, on: &connection)
        }
        let letter = ReportLetter(report, baseURL: origin.at(head.hostName))
        var mail = Mail(
            to: MailAddress(task.address).map { [$0] } ?? [],
            subject: letter.subject,
            text: letter.text,
            html: letter.html,
            attachments: [
                Mail.Attachment(
                    name: document.fileName.text,
                    mediaType: "application/pdf",
                    bytes: try document.bytes()
                )
            ]
        )
        mail.senderName = head.senderName
        mail.replyTo = MailAddress(head.replyTo)
        mail.key = "report \(task.id) of \(origin.text)"
        try mailer.send(mail)
    }

    // MARK: - What becomes of it

    /// After 1, 5 and 15 minutes, then each hour, until it is a day old.
    private static let pausesSeconds = [60, 300, 900]
    private static let attemptsMax = 26

    private func outcome(
        after sentence: String,
        isFinal: Bool,
        _ task: ReportDelivery.Task
    ) -> ReportDelivery.Outcome {
        guard !isFinal, task.attemptCount < Self.attemptsMax else {
            return .failed(error: sentence)
        }
        let pauses = Self.pausesSeconds
        let pause = task.attemptCount <= pauses.count ? pauses[task.attemptCount - 1] : 3600
        return .later(seconds: pause, error: sentence)
    }

    /// Failures before a person is told: a mail server may be away for some minutes.
    private static let patience = 3

    private func record(
        _ outcome: ReportDelivery.Outcome,
        of task: ReportDelivery.Task
    ) throws {
        let subject = Alerts.subject(ofSchedule: task.scheduleID, address: task.address)
        try database.inTransaction(forTenant: task.tenant) { connection in
            try ReportDelivery.record(outcome, of: task, on: &connection)
            switch outcome {
            case .sent:
                try Alerts.clear(.reportNotSent, subject: subject, on: &connection)
            case .later where task.attemptCount < Self.patience: break
            case .later(_, let error), .failed(let error):
                try Alerts.raise(
                    .reportNotSent,
                    subject: subject,
                    detail: "The report for \(task.address) was not sent: \(error)",
                    path: "/reports",
                    tenant: task.tenant,
                    on: &connection
                )
            }
        }
    }
}

extension MailFailure {
    /// For the person who looks at the schedule.
    fileprivate var sentence: String {
        switch kind {
        case .notConfigured: "No mail server is set up (SMTP_URL and MAIL_FROM)."
        case .noRecipient: "The address is not one that mail can be sent to."
        case .unreachable: "The mail server cannot be reached."
        case .tls: "The mail server offers no encryption that can be trusted."
        case .timeout: "The mail server did not answer in time."
        case .login: "The mail server does not accept the name and password."
        case .postponed: "The mail server asks to try again later."
        case .refused: "The mail server refuses the message\(reply.map { ": \($0)" } ?? ".")"
        case .other: "The mail server could not be used."
        }
    }
}
