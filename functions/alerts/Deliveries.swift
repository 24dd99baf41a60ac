import Alerting
import FunctionRuntime
import Store
import Web

/// Sends a target a message that says nothing but that it came.
struct TestTarget: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/alert-targets/{id}/test",
        "Send a target a test.",
        access: .scope(.settingsWrite),
        answers: [
            .init(
                .accepted,
                "It is on its way; how it went is in the list of deliveries.",
                .object(["deliveryId": .string])
            ),
            .init(.notFound, "There is no such target."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let id = try request.target()
        let delivery = try database.forTenant(caller.tenant) { connection in
            guard try AlertTargets.find(id, on: &connection) != nil else {
                throw TargetDesk.unknown
            }
            return try AlertDeliveries.addTest(to: id, by: caller.name, on: &connection)
        }
        return .json(["deliveryId": .string(delivery)], .accepted)
    }
}

/// What was told, to whom, and how each attempt went.
struct ListDeliveries: DatabaseEndpoint {
    private static let target = Field<String>(
        "target",
        "Only those to this target.",
        schema: .string,
        expected: "the id of a target"
    ) { json in json.text.flatMap { UUIDText.isWellFormed($0) ? $0 : nil } }.optional
    private static let limit = Field<Int>.integer("limit", 1...200, "Deliveries in the answer.")
        .defaulting(to: 50)

    static let route = Route(
        .get,
        "/api/alert-deliveries",
        "List what was told of alerts.",
        access: .scope(.settingsRead),
        query: [target, limit],
        answers: [
            .init(
                .ok,
                "The newest first.",
                .object(["deliveries": .array(of: AlertDeliveries.Line.schema)])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (target, limit) = try Input(query: request.query).read(Self.target, Self.limit)
        let lines = try database.forTenant(request.caller.tenant) { connection in
            try AlertDeliveries.list(target: target, limit: limit, on: &connection)
        }
        return .json(["deliveries": .array(lines.map(\.json))])
    }
}

/// Tells something once more, under the same id.
struct Replay: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/alert-deliveries/{id}/replay",
        "Send a delivery once more.",
        access: .scope(.settingsWrite),
        answers: [
            .init(.accepted, "It is on its way.", AlertDeliveries.Line.schema),
            .init(.notFound, "There is no such delivery."),
            .init(.conflict, "It is on its way anyhow."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let id = request.parameters["id"] ?? ""
        let unknown = Problem.notFound("There is no delivery of this id.")
        guard UUIDText.isWellFormed(id) else { throw unknown }
        return try database.inTransaction(forTenant: request.caller.tenant) { connection in
            guard try AlertDeliveries.find(id, on: &connection) != nil else { throw unknown }
            guard try AlertDeliveries.replay(id, on: &connection) else {
                throw Problem(.conflict, "delivery-waits", "It is on its way already.")
            }
            guard let line = try AlertDeliveries.find(id, on: &connection) else { throw unknown }
            return .json(line.json, .accepted)
        }
    }
}

extension AlertDeliveries.Line {
    static let schema = Schema.object([
        "id": Schema.string.about("What a webhook gets as webhook-id, in every attempt."),
        "targetId": .string, "targetName": .string,
        "targetKind": .oneOf(AlertTarget.Kind.allCases.map(\.rawValue)),
        "event": .oneOf(AlertDeliveries.Event.allCases.map(\.rawValue)), "title": .string,
        "state": .oneOf(AlertDeliveries.State.allCases.map(\.rawValue)),
        "createdAt": .timestamp, "endedAt": Schema.timestamp.orNull,
        "nextAttemptAt": Schema.timestamp.orNull,
        "attempts": .array(
            of: .object([
                "number": .integer, "at": .timestamp, "milliseconds": .integer,
                "status": Schema.integer.orNull, "answer": .string, "problem": Schema.string.orNull,
            ])
        ),
    ])

    var json: JSON {
        let title = Announcement(event, content: content, baseURL: "").title
        return [
            "id": .string(id), "targetId": .string(targetID), "targetName": .string(targetName),
            "targetKind": .string(targetKind.rawValue), "event": .string(event.rawValue),
            "title": .string(title), "state": .string(state.rawValue),
            "createdAt": .string(createdAt), "endedAt": .optional(endedAt),
            "nextAttemptAt": .optional(nextAttemptAt), "attempts": .array(attempts.map(\.json)),
        ]
    }
}

extension AlertDeliveries.Attempt {
    fileprivate var json: JSON {
        [
            "number": .int(number), "at": .string(at), "milliseconds": .int(milliseconds),
            "status": .optional(status), "answer": .string(answer), "problem": .optional(problem),
        ]
    }
}
