import FunctionRuntime
import Store
import Web

/// Removes an account of the caller's; what went through it stays on record.
struct DeleteProvider: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/providers/{name}",
        "Remove a provider.",
        access: .scope(.providersWrite),
        answers: [
            .init(.ok, "Removed.", .object(["success": .boolean])),
            .init(.notFound, "There is no provider of this name."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let name = request.parameters["name"] ?? ""
        guard !name.hasControlCharacters else { throw Desk.notFound }
        let isRemoved = try database.forTenant(request.caller.tenant) { connection in
            try ProviderAccounts.delete(name, on: &connection)
        }
        guard isRemoved else { throw Desk.notFound }
        return .json(["success": true])
    }
}
