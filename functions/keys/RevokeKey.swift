import FunctionRuntime
import Store
import Web

/// Ends a key; within five seconds nobody gets in with it.
struct RevokeKey: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/keys/{id}",
        "End a key.",
        access: .scope(.keysWrite),
        answers: [
            .init(.ok, "Ended.", .object(["success": .boolean])),
            .init(.notFound, "There is no such key that has not ended."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let isRevoked = try Int64(request.parameters["id"] ?? "").map { id in
            try database.forTenant(tenant) { connection in
                try Keys.revoke(id, of: tenant, on: &connection)
            }
        }
        guard isRevoked == true else {
            throw Problem.notFound("There is no such key, or it has ended already.")
        }
        return .json(["success": true])
    }
}
