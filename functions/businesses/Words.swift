import Postgres
import Store
import Web

/// The letter to whoever is to own a business, as words.
struct Words {
    private let subject: String
    private let body: String

    static func invitation(to business: String, by inviter: String, _ link: String) -> Words {
        Words(
            subject: "You are invited to own \(business)",
            body: """
                \(inviter) made \(business) a place for its text messages, and invites you to own it.

                Choose a password here, within seven days:
                \(link)

                If you do not know what this is about, do nothing: without this link nobody gets in.
                """
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
            minutes: Invitations.lifetimeDays * 24 * 60,
            of: tenant,
            on: &connection
        )
    }
}
