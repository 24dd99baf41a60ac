import FunctionRuntime
import Messaging
import Store
import Web

/// Takes a number off the list; its entries stay in the history.
struct Release: DatabaseEndpoint {
    private static let reason = Field<String>.text(
        "reason",
        0...500,
        "Why it may be written to again; it is kept."
    ).defaulting(to: "")

    static let route = Route(
        .delete,
        "/api/suppressions/{number}",
        "Write to a number again.",
        access: .scope(.messagesWrite),
        query: [reason],
        answers: [
            .init(
                .ok,
                "It is off the list.",
                .object([
                    "success": .boolean, "message": .string, "number": .string,
                    "released": .integer,
                ])
            ),
            .init(.notFound, "It is not on the list."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let reason = try request.input().read(Self.reason)
        let text = request.parameters["number"] ?? ""
        let absent = Problem.notFound("This number is not on the list.")
        guard let number = try? E164(text.hasPrefix("+") ? text : "+\(text)") else { throw absent }
        let caller = request.caller
        let count = try database.inTransaction(forTenant: caller.tenant) { connection in
            try Suppressions.release(
                number.rawValue,
                of: caller.tenant,
                by: caller.name,
                note: reason,
                on: &connection
            )
        }
        guard count > 0 else { throw absent }
        return .json([
            "success": true, "message": "The number may be written to again.",
            "number": .string(number.rawValue), "released": .int(count),
        ])
    }
}
