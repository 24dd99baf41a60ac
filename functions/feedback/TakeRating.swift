import FunctionRuntime
import Messaging
import Store
import Web

/// Takes what a customer says, and tells whoever should know at once.
///
/// The same answer twice is one answer, and who is late is thanked all the same.
struct TakeRating: DatabaseEndpoint {
    private static let stars = Field<Int>.integer("stars", 1...5, "How many stars.")
    private static let comment = Field<String>.text("comment", 0...commentMax, "In words.")
        .defaulting(to: "")

    static let route = Route(
        .post,
        "/f/{token}",
        "Rate a visit.",
        access: .anyone,
        request: .fields([stars, comment]),
        answers: [
            .init(.seeOther, "Taken; back to the page."),
            .init(.unprocessableContent, "No stars were chosen.", mediaType: "text/html"),
            .init(.notFound, "There is no such page.", mediaType: "text/html"),
        ]
    )

    static let commentMax = 2000

    let database: Database

    func respond(to request: Request) throws -> Response {
        guard let link = try database.link(.feedback, of: request) else { return .noSuchPage }
        let token = request.parameters["token"] ?? ""
        let form = try request.bodyObject()
        let comment = Self.tidied(form["comment"]?.text ?? "")
        guard let stars = form["stars"]?.text.flatMap({ Int($0) }), (1...5).contains(stars) else {
            return try refuse(link, token: token, comment: comment)
        }
        try database.inTransaction(forTenant: link.tenant) { connection in
            guard let page = try CustomerPage.find(link, on: &connection), page.isOpen else {
                return
            }
            let isNews = try Engaging.rate(
                link.messageID,
                stars: stars,
                comment: comment,
                on: &connection
            )
            guard isNews else { return }
            try Self.tell(page, stars: stars, comment: comment, of: link, on: &connection)
        }
        return .redirect(to: "/f/\(token)", .seeOther)
    }

    private func refuse(_ link: Links.Found, token: String, comment: String) throws -> Response {
        let page = try database.forTenant(link.tenant) { connection in
            try CustomerPage.find(link, on: &connection)
        }
        guard let page else { return .noSuchPage }
        let view = PageView(page, token: token)
        guard page.isOpen else { return .html(page.rating == nil ? view.closed : view.thanks) }
        return .html(view.question(refused: comment), .unprocessableContent)
    }

    /// What a person typed, without what no text should hold, and no longer than is kept.
    private static func tidied(_ text: String) -> String {
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let clean = String(
            lines.unicodeScalars.filter {
                $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
            }.reduce(into: String.UnicodeScalarView()) { $0.append($1) }
        )
        let inner = clean.drop(while: \.isWhitespace)
        let end = inner.lastIndex { !$0.isWhitespace }
        let whole = end.map { String(inner[...$0]) } ?? ""
        // PostgreSQL counts characters as Unicode scalars.
        return String(String.UnicodeScalarView(whole.unicodeScalars.prefix(commentMax)))
    }
}
