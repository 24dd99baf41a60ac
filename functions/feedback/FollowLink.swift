import FunctionRuntime
import Messaging
import Store
import Web

/// A short link of a text: counts the click and leads to the platform that the message asks for.
struct FollowLink: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/r/{token}",
        "Follow a message's review link.",
        access: .anyone,
        answers: [
            .init(.found, "The platform's page."),
            .init(.notFound, "There is no such link.", mediaType: "text/html"),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        guard let link = try database.link(.review, of: request) else { return .noSuchPage }
        let address = try database.inTransaction(forTenant: link.tenant) { connection in
            // Asking for the head alone follows nothing.
            if request.method == .get {
                try Engaging.visit(link, by: request.visitor, on: &connection)
            }
            return try CustomerPage.destination(of: link, on: &connection)
        }
        return address.map { .redirect(to: $0, .found) } ?? .noSuchPage
    }
}
