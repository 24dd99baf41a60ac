import FunctionRuntime
import Mail
import Store
import Web

/// Sends letters to single people, one after the other: invitations, links for a new password.
///
/// A letter is claimed before the mail server is called. When this process dies in between, another
/// takes it up after the lease, with the same Message-ID: as close to once as mail gets.
struct LetterPost: Sendable {
    let database: Database
    let mailer: Mailer
    let log: Log

    /// Longer than a mail server may think.
    private static let leaseSeconds = 120
    /// After each failure twice as long, up to a quarter of an hour.
    private static let firstWaitSeconds = 15
    private static let longestWaitSeconds = 900

    /// Nothing is taken up while there is no mail server to hand it to: it goes out once there is,
    /// if that is soon enough for its reader.
    func deliverOne() throws -> Duty.Outcome {
        guard mailer.isConfigured else { return .idle }
        let letter = try database.forAll { connection in
            try Letters.claim(leaseSeconds: Self.leaseSeconds, on: &connection)
        }
        guard let letter else { return .idle }
        do throws(MailFailure) {
            try mailer.send(mail(letter))
        } catch {
            try note(error, of: letter)
            return .more
        }
        try database.forAll { try Letters.remove(letter.id, on: &$0) }
        return .more
    }

    private func mail(_ letter: Letter) -> Mail {
        var mail = Mail(
            to: MailAddress(letter.address).map { [$0] } ?? [],
            subject: letter.subject,
            text: letter.body
        )
        mail.senderName = letter.head.senderName
        mail.replyTo = MailAddress(letter.head.replyTo)
        mail.key = "letter-\(letter.id)"
        return mail
    }

    private func note(_ failure: MailFailure, of letter: Letter) throws {
        log.write(
            .warning,
            "letterFailed",
            [
                "letter": .int(letter.id), "try": .int(letter.tries),
                "problem": .string(failure.kind.rawValue), "isLast": .bool(failure.isPermanent),
            ]
        )
        try database.forAll { connection in
            guard !failure.isPermanent else {
                return try Letters.remove(letter.id, on: &connection)
            }
            let doubled = Self.firstWaitSeconds << min(letter.tries - 1, 10)
            try Letters.postpone(
                letter.id,
                seconds: min(doubled, Self.longestWaitSeconds),
                on: &connection
            )
        }
    }
}
