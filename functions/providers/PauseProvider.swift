import FunctionRuntime
import Store
import Web

/// Stops an account until a person lets it go on; its messages wait or go elsewhere.
struct PauseProvider: DatabaseEndpoint {
    private static let reason = Field<String>.text("reason", 1...200, "Why, for those who wonder.")
        .defaulting(to: "A person paused it.")

    static let route = Route(
        .post,
        "/api/providers/{name}/pause",
        "Pause a provider.",
        access: .scope(.providersWrite),
        request: .fields([reason]),
        answers: [
            .init(.ok, "Paused.", .object(["success": .boolean])),
            .init(.notFound, "There is no provider of this name."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let name = try Desk(database: database).controlledName(request)
        let reason = try request.input().read(Self.reason)
        try database.inTransaction(forTenant: request.caller.tenant) { connection in
            try ProviderRoutes.pause(
                name,
                reason: reason,
                by: request.caller.name,
                on: &connection
            )
            let detail: JSON = ["reason": .string(reason)]
            try AuditLog.note(.providerPaused, name, detail, on: &connection)
        }
        return .json(["success": true])
    }
}

/// Lets an account go on.
struct ResumeProvider: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/providers/{name}/resume",
        "Resume a provider.",
        access: .scope(.providersWrite),
        answers: [
            .init(.ok, "It goes on.", .object(["success": .boolean])),
            .init(.notFound, "There is no provider of this name."),
            .init(.conflict, "It is not paused."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let name = try Desk(database: database).controlledName(request)
        let isResumed = try database.inTransaction(forTenant: request.caller.tenant) { connection in
            let isResumed = try ProviderRoutes.resume(
                name,
                reason: "A person let it go on.",
                by: request.caller.name,
                on: &connection
            )
            if isResumed { try AuditLog.note(.providerResumed, name, on: &connection) }
            return isResumed
        }
        guard isResumed else {
            throw Problem(.conflict, "not-paused", "This provider is not paused.")
        }
        return .json(["success": true])
    }
}
