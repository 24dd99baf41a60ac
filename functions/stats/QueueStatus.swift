import FunctionRuntime
import Messaging
import Store
import Web

/// How full the queue is, in the words of the ancestor's interface.
struct QueueStatus: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/admin/queue-status",
        "How full the queue is.",
        access: .scope(.systemRead),
        answers: [
            .init(
                .ok,
                "The queue.",
                .object([
                    "queue": .object([
                        "waiting": .integer, "active": .integer, "completed": .integer,
                        "failed": .integer, "delayed": .integer,
                    ])
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (queue, total) = try database.forTenant(tenant) { connection in
            (
                try QueueState.fetch(of: tenant, on: &connection),
                try Figures.total(of: tenant, on: &connection)
            )
        }
        let active = total[.queued] + total[.sending] + total[.unknown]
        return .json([
            "queue": [
                "waiting": .int(queue.waiting), "active": .int(active),
                "completed": .int(total.sent - total[.undelivered]), "failed": .int(total.failed),
                "delayed": .int(queue.delayed),
            ]
        ])
    }
}
