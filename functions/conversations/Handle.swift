import FunctionRuntime
import Store
import Web

/// Notes that a person has seen to what a customer wrote, or takes that back.
struct Handle: DatabaseEndpoint {
    private static let handled = Field<Bool>.flag("handled", "false takes the last marking back.")
        .defaulting(to: true)

    static let route = Route(
        .post,
        "/api/conversations/{number}/handled",
        "Mark what a customer wrote as handled; messages held back for that are let go.",
        access: .scope(.messagesWrite),
        request: .fields([handled]),
        answers: [
            .init(
                .ok,
                "How many of the customer's messages changed, and how many of ours were let go.",
                .object([
                    "success": .boolean, "message": .string, "number": .string,
                    "changed": .integer, "released": .integer,
                ])
            ),
            .init(.notFound, "Nothing was ever said to or by this number."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let isHandled = try request.input().read(Self.handled)
        let number = try request.number()
        let caller = request.caller
        return try database.inTransaction(forTenant: caller.tenant) { connection in
            let customer = try Conversations.customer(number, of: caller.tenant, on: &connection)
            guard customer != nil else { throw Problem.noConversation }
            guard isHandled else {
                let count = try Conversations.unhandle(number, of: caller.tenant, on: &connection)
                return Self.answer("Open again.", number, changed: count, released: 0)
            }
            let done = try Conversations.handle(number, by: caller, on: &connection)
            return Self.answer(
                "Handled.",
                number,
                changed: done.countMarked,
                released: done.countReleased
            )
        }
    }

    private static func answer(
        _ message: String,
        _ number: String,
        changed: Int,
        released: Int
    ) -> Response {
        .json([
            "success": true, "message": .string(message), "number": .string(number),
            "changed": .int(changed), "released": .int(released),
        ])
    }
}
