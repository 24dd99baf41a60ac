import FunctionRuntime
import Messaging
import Store
import Web

/// Takes a number off the list; its entries stay in the history.
///
/// A customer who said STOP is written to again when they say START, and not before: whatever the
/// business put on the list it may take off, and the customer's own word it may not.
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
                    "released": .integer, "stillListed": .boolean,
                ])
            ),
            .init(.conflict, "The customer said so; only they can take it back."),
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
        let (count, rest) = try database.inTransaction(forTenant: caller.tenant) { connection in
            let count = try Suppressions.release(
                number.rawValue,
                of: caller.tenant,
                as: .business,
                by: caller.name,
                note: reason,
                on: &connection
            )
            var filter = SuppressionFilter()
            filter.number = number.rawValue
            return (
                count,
                try Suppressions.list(of: caller.tenant, filter, limit: 1, on: &connection)
            )
        }
        guard count > 0 else { throw rest.isEmpty ? absent : Self.ownWord }
        return .json([
            "success": true,
            "message": rest.isEmpty
                ? "The number may be written to again."
                : "It is off your list. The customer's own STOP stays until they text START.",
            "number": .string(number.rawValue), "released": .int(count),
            "stillListed": .bool(!rest.isEmpty),
        ])
    }

    private static let ownWord = Problem(
        .conflict,
        "stopped-by-customer",
        "The customer asked for no more messages. Only they can take that back: by texting START."
    )
}
