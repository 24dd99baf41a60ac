import FunctionRuntime
import JSONParser
import Store
import Web

/// Why each attempt of a message went the way it went.
struct ShowRoute: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/messages/{id}/route",
        "Show why a message went through its provider.",
        access: .scope(.messagesRead, reach: .dealerships),
        answers: [
            .init(
                .ok,
                "The decision of each attempt.",
                .object([
                    "messageId": .string,
                    "attempts": .array(
                        of: .object([
                            "attempt": .integer, "provider": .string, "sender": .string.orNull,
                            "at": .timestamp, "explanation": .array(of: .string),
                            "candidates": .array(of: .anyObject),
                        ])
                    ),
                ])
            ),
            .init(.notFound, "There is no such message."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let id = request.parameters["id"] ?? ""
        let found = try database.forTenant(tenant) { connection in
            guard !id.hasControlCharacters,
                let messageID = try Messages.find(id, of: tenant, on: &connection)
            else { throw Problem.notFound("There is no message with this id.") }
            return (messageID, try RouteDecisions.all(of: messageID, on: &connection))
        }
        return .json([
            "messageId": .string(found.0), "attempts": .array(found.1.map(\.json)),
        ])
    }
}

extension RouteDecisions.Line {
    /// The decision, told from what stands with the attempt.
    fileprivate var json: JSON {
        let told = decision.flatMap { try? JSON(parsing: Array($0.utf8)) }
        return [
            "attempt": .int(attemptNumber), "provider": .string(provider),
            "sender": .optional(sender), "at": .string(at),
            "explanation": told?["explanation"]
                ?? .array([.string("\(provider): taken; it was the only provider.")]),
            "candidates": told?["candidates"] ?? .array([]),
        ]
    }
}
