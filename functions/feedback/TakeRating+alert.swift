import Postgres
import Store

extension TakeRating {
    /// Raises the alert of a low rating, or ends it when the customer thought better of it.
    static func tell(
        _ page: CustomerPage,
        stars: Int,
        comment: String,
        of link: Links.Found,
        on connection: inout Connection
    ) throws {
        guard stars <= page.branding.lowRating else {
            try Alerts.clear(.lowRating, subject: link.messageID, on: &connection)
            return
        }
        try Alerts.raise(
            .lowRating,
            subject: link.messageID,
            detail: sentence(page, stars: stars, comment: comment),
            tenant: link.tenant,
            on: &connection
        )
    }

    /// Who said what about whom, for the person who can make it good.
    private static func sentence(_ page: CustomerPage, stars: Int, comment: String) -> String {
        let who = page.customerName ?? "A customer"
        let seller = page.salesRepName.map { " (served by \($0))" } ?? ""
        let head =
            "\(who) gave \(page.dealership)\(seller) \(stars) of 5 stars, "
            + "transaction \(page.transactionID)"
        return comment.isEmpty ? "\(head), without a word." : "\(head): “\(comment)”"
    }
}
