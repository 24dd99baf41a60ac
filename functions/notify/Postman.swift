import Alerting
import FunctionRuntime
import Mail
import Store
import Web

/// Sends alerts by mail, one after the other.
struct Postman: Sendable {
    let ledger: Ledger
    let mailer: Mailer
    let origin: PublicOrigin

    func deliver() throws -> Duty.Outcome {
        guard let due = try ledger.claim([.email], limit: 1).first else { return .idle }
        let start = ContinuousClock.now
        let failure = send(due)
        let milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
        try ledger.record(
            AlertDeliveries.Outcome(
                of: due,
                milliseconds: milliseconds,
                answer: failure?.reply ?? "",
                problem: failure.map(\.sentence),
                retrySeconds: failure.flatMap { retrySeconds(after: $0, due) }
            )
        )
        return .more
    }

    /// Nil when the mail server has taken it.
    private func send(_ due: AlertDeliveries.Due) -> MailFailure? {
        let announcement = Announcement(
            due.event,
            content: due.content,
            baseURL: origin.at(due.head.hostName)
        )
        var mail = Mail(
            to: MailAddress(due.address).map { [$0] } ?? [],
            subject: "\(announcement.title) (\(announcement.business))",
            text: announcement.plainText,
            html: announcement.html
        )
        mail.senderName = due.head.senderName
        mail.replyTo = MailAddress(due.head.replyTo)
        mail.key = due.id
        do throws(MailFailure) {
            try mailer.send(mail)
            return nil
        } catch {
            return error
        }
    }

    private func retrySeconds(after failure: MailFailure, _ due: AlertDeliveries.Due) -> Int? {
        guard !failure.isPermanent else { return nil }
        return DeliverySchedule.waitSeconds(
            afterAttempt: due.step,
            fraction: .random(in: 0..<1),
            isBusy: failure.kind == .postponed || failure.kind == .timeout
        )
    }
}

extension MailFailure {
    /// For the person who looks at the log of deliveries.
    fileprivate var sentence: String {
        switch kind {
        case .notConfigured: "No mail server is set up: SMTP_URL and MAIL_FROM are missing."
        case .noRecipient: "The address is not one that mail can be sent to."
        case .unreachable: "The mail server cannot be reached."
        case .tls: "The mail server offers no encryption that can be trusted."
        case .timeout: "The mail server did not answer in time."
        case .login: "The mail server does not accept the name and password."
        case .postponed: "The mail server asks to try again later."
        case .refused: "The mail server refuses the message."
        case .other: "The mail server could not be used: \(message)."
        }
    }
}
