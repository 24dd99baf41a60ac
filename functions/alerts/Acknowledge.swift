import FunctionRuntime
import Store
import Web

/// Says that a person has seen an alert and looks after it; nothing more is told of it.
struct Acknowledge: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/alerts/{id}/acknowledge",
        "Acknowledge an alert.",
        access: .scope(.settingsWrite),
        answers: [
            .init(.ok, "It is quiet from now on.", Alerts.Line.schema),
            .init(.notFound, "There is no such alert."),
            .init(.conflict, "It is over."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        guard let id = request.identifier else { throw Self.unknown }
        return try database.inTransaction(forTenant: caller.tenant) { connection in
            guard let alert = try Alerts.find(id, on: &connection) else { throw Self.unknown }
            guard alert.isUp(to: caller) else {
                throw Problem(
                    .forbidden,
                    "not-yours",
                    "This alert is everybody's; only who runs the installation may acknowledge it."
                )
            }
            guard try Alerts.acknowledge(id, by: caller.name, on: &connection) else {
                throw Problem(.conflict, "alert-over", "This alert is over already.")
            }
            guard let seen = try Alerts.find(id, on: &connection) else { throw Self.unknown }
            return .json(seen.json(for: caller))
        }
    }

    private static let unknown = Problem.notFound("There is no alert of this number.")
}

extension Request {
    /// The number in the path.
    var identifier: Int64? { parameters["id"].flatMap { Int64($0) } }
}
