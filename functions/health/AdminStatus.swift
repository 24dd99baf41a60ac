import FunctionRuntime
import Store
import Web

/// The state of the machinery, for its administrator.
struct AdminStatus: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/admin/status",
        "The state of the machinery.",
        access: .scope(.systemRead),
        answers: [
            .init(
                .ok,
                "The state.",
                .object([
                    "status": .string, "database": .string, "waiting": .integer,
                    "oldestWaitingSeconds": .integer, "calling": .integer, "unknown": .integer,
                    "unfolded": .integer,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let state = try database.forAll { connection in try SystemState.fetch(on: &connection) }
        return .json([
            "status": "ok", "database": "connected", "waiting": .int(state.waiting),
            "oldestWaitingSeconds": .int(state.oldestWaitingSeconds),
            "calling": .int(state.calling), "unknown": .int(state.unknown),
            "unfolded": .int(state.unfolded),
        ])
    }
}
