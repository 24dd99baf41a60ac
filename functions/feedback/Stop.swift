import FunctionRuntime
import Messaging
import Store
import Web

/// Asks once more before a number gets no more messages: a link alone must not do it, because
/// programs follow links.
struct AskToStop: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/f/{token}/stop",
        "Ask for no more messages.",
        access: .anyone,
        answers: [
            .init(.ok, "The question, or that it is done.", mediaType: "text/html"),
            .init(.notFound, "There is no such page.", mediaType: "text/html"),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        guard let link = try database.link(.feedback, of: request) else { return .noSuchPage }
        let page = try database.forTenant(link.tenant) { connection in
            try CustomerPage.find(link, on: &connection)
        }
        guard let page else { return .noSuchPage }
        let view = PageView(page, token: request.parameters["token"] ?? "")
        return .html(page.hasOptedOut ? view.stopped : view.stop)
    }
}

/// Puts the number on the suppression list, as its own STOP would.
///
/// There is no time after which that is not possible any more.
struct TakeStop: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/f/{token}/stop",
        "Get no more messages.",
        access: .anyone,
        answers: [
            .init(.seeOther, "Done; back to the page that says so."),
            .init(.notFound, "There is no such page.", mediaType: "text/html"),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        guard let link = try database.link(.feedback, of: request) else { return .noSuchPage }
        try database.inTransaction(forTenant: link.tenant) { connection in
            guard let page = try CustomerPage.find(link, on: &connection),
                let number = try? E164(page.recipient)
            else { return }
            try Suppressions.add(
                [.init(number, .optedOut, note: "page of transaction \(page.transactionID)")],
                of: link.tenant,
                from: .page,
                by: "customer",
                on: &connection
            )
        }
        return .redirect(to: "/f/\(request.parameters["token"] ?? "")/stop", .seeOther)
    }
}
