import FunctionRuntime
import Messaging
import Store
import Web

/// The customer's page: one question, or the thanks for its answer.
struct ShowPage: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/f/{token}",
        "A customer's page.",
        access: .anyone,
        query: [change],
        answers: [
            .init(.ok, "The page.", mediaType: "text/html"),
            .init(.notFound, "There is no such page.", mediaType: "text/html"),
        ]
    )

    private static let change = Field<String>.text(
        "change",
        0...1,
        "Shows the question again, with the answer that was given."
    ).optional

    let database: Database

    func respond(to request: Request) throws -> Response {
        guard let link = try database.link(.feedback, of: request) else { return .noSuchPage }
        let page = try database.inTransaction(forTenant: link.tenant) { connection in
            if request.method == .get {
                try Engaging.visit(link, by: request.visitor, on: &connection)
            }
            return try CustomerPage.find(link, on: &connection)
        }
        guard let page else { return .noSuchPage }
        let view = PageView(page, token: request.parameters["token"] ?? "")
        let wantsChange = request.query["change"] != nil
        guard page.isOpen, page.rating == nil || wantsChange else {
            return .html(page.rating == nil ? view.closed : view.thanks)
        }
        return .html(view.question())
    }
}
