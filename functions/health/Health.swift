import FunctionRuntime
import Store
import Web

/// Whether the system works, at a glance; the ancestor's clients ask here.
struct Health: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/health",
        "Is the system well?",
        access: .anyone,
        answers: [
            .init(
                .ok,
                "It is.",
                .object(["status": .string, "database": .string])
            ),
            .init(.serviceUnavailable, "It is not."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        try database.ping()
        return .json(["status": "ok", "database": "connected"])
    }
}

/// Liveness: this process answers.
struct Live: Endpoint {
    static let route = Route(
        .get,
        "/health/live",
        "Does the function answer?",
        access: .anyone,
        answers: [.init(.ok, "It does.", .object(["status": .string]))]
    )

    init(_ platform: Platform) {}

    func respond(to request: Request) -> Response { .json(["status": "ok"]) }
}

/// Readiness: this process can do its work.
struct Ready: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/health/ready",
        "Is the database at hand?",
        access: .anyone,
        answers: [
            .init(.ok, "It is.", .object(["status": .string])),
            .init(.serviceUnavailable, "It is not."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        try database.ping()
        return .json(["status": "ok"])
    }
}
