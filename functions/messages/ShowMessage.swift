import FunctionRuntime
import Store
import Views
import Web

/// One message with what the provider said, every attempt, and its timeline.
struct ShowMessage: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/messages/{id}",
        "Show a message, by its id or its transaction's.",
        access: .scope(.messagesRead, reach: .dealerships),
        answers: [
            .init(.ok, "The message.", MessageDetail.schema),
            .init(.notFound, "There is no such message."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let id = request.parameters["id"] ?? ""
        let detail = try database.forTenant(tenant) { connection in
            id.hasControlCharacters
                ? nil : try MessageDetail.find(id, of: tenant, on: &connection)
        }
        guard let detail else { throw Problem.notFound("There is no message with this id.") }
        return .json(detail.json)
    }
}
