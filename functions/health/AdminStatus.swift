import FunctionRuntime
import Messaging
import Store
import Web

/// The state of the machinery, for its administrator.
struct AdminStatus: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/admin/status",
        "The state of the machinery.",
        access: .scope(.systemRead, reach: .installation),
        answers: [
            .init(
                .ok,
                "The state.",
                .object([
                    "status": .string, "database": .string, "waiting": .integer,
                    "oldestWaitingSeconds": .integer, "calling": .integer, "unknown": .integer,
                    "unfolded": .integer,
                    "alerts": .array(
                        of: .object([
                            "kind": .string, "subject": .string, "detail": .string,
                            "raisedAt": .timestamp,
                        ])
                    ),
                    "callbackPaths": .array(of: CallbackPaths.Line.schema),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (state, alerts, paths) = try database.forAll { connection in
            (
                try SystemState.fetch(on: &connection), try Alerts.standing(on: &connection),
                try CallbackPaths.all(on: &connection)
            )
        }
        return .json([
            "status": "ok", "database": "connected", "waiting": .int(state.waiting),
            "oldestWaitingSeconds": .int(state.oldestWaitingSeconds),
            "calling": .int(state.calling), "unknown": .int(state.unknown),
            "unfolded": .int(state.unfolded), "alerts": .array(alerts.map(\.json)),
            "callbackPaths": .array(paths.map(\.json)),
        ])
    }
}

extension Alerts.Line {
    fileprivate var json: JSON {
        [
            "kind": .string(kind), "subject": .string(subject), "detail": .string(detail),
            "raisedAt": .string(raisedAt),
        ]
    }
}

extension CallbackPaths.Line {
    static let schema = Schema.object([
        "provider": .string, "state": .oneOf(CallbackPathState.allCases.map(\.rawValue)),
        "hop": Schema.oneOf(CallbackHop.allCases.map(\.rawValue)).orNull,
        "detail": .string.orNull, "since": .timestamp, "accepted": .integer,
        "reported": .integer,
    ])

    var json: JSON {
        [
            "provider": .string(provider), "state": .string(state.rawValue),
            "hop": .optional(hop), "detail": .optional(detail), "since": .string(since),
            "accepted": .int(accepted), "reported": .int(reported),
        ]
    }
}
