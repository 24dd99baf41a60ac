import Postgres
import Store
import Web

/// The letters that people get, as words.
struct Words {
    private let subject: String
    private let body: String
    /// How long the link is good for.
    private let minutes: Int

    static func invitation(to business: String, by inviter: String, _ link: String) -> Words {
        Words(
            subject: "You are invited to \(business)",
            body: """
                \(inviter) invites you to see and send the text messages of \(business).

                Choose a password here, within seven days:
                \(link)

                If you do not know what this is about, do nothing: without this link nobody gets in.
                """,
            minutes: Invitations.lifetimeDays * 24 * 60
        )
    }

    static func reset(at business: String, _ link: String) -> Words {
        Words(
            subject: "Choose a new password",
            body: """
                Somebody, probably you, forgot the password for the text messages of \(business).

                Choose a new one here, within thirty minutes:
                \(link)

                If it was not you, do nothing: your password stays as it is.
                """,
            minutes: PasswordResets.lifetimeMinutes
        )
    }

    func post(
        to address: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try Letters.post(
            to: address,
            subject: subject,
            body: body,
            minutes: minutes,
            of: tenant,
            on: &connection
        )
    }
}
