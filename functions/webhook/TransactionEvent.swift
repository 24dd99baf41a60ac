import FunctionRuntime
import Messaging
import PhoneNumbers
import Store
import Web

/// Takes what happens to a transaction after it was completed, while its message waits.
struct TransactionEvent: DatabaseEndpoint {
    private static let transactionID = Field<String>.text(
        "transactionId",
        1...200,
        "The CRM's own id of the transaction."
    ).optional
    private static let event = Field<String>.oneOf(
        "event",
        Comeback.Event.allCases.map(\.rawValue),
        "complaint and reopened hold the message, refund cancels it, closed begins its delay anew."
    )
    private static let note = Field<String>.text("note", 0...500, "For the timeline.").optional

    static let route = Route(
        .post,
        "/webhook/transaction-event",
        "Report a complaint, a reopened order, a refund, or that the matter is closed.",
        access: .scope(.transactionsWrite),
        takesSignature: true,
        query: [SignedRequest.field],
        request: .fields([transactionID, customerPhone(region: "US"), event, note]),
        answers: [
            .init(
                .ok,
                "What became of the messages that waited.",
                .object([
                    "success": .boolean, "message": .string, "affected": .integer,
                    "messages": .array(
                        of: .object([
                            "messageId": .string, "transactionId": .string, "status": .string,
                            "hold": .string.orNull,
                        ])
                    ),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let region = try database.forTenant(caller.tenant) { connection in
            try TenantProfile.find(of: caller.tenant, on: &connection)?.defaultRegion ?? "US"
        }
        let (id, phone, word, note) = try request.input().read(
            Self.transactionID,
            Self.customerPhone(region: region),
            Self.event,
            Self.note
        )
        guard let event = Comeback.Event(rawValue: word) else { throw Self.nobody }
        let subject = try Self.subject(id, phone)
        let affected = try database.inTransaction(forTenant: caller.tenant) { connection in
            try Comeback.apply(event, to: subject, note: note, by: caller, on: &connection)
        }
        let message =
            affected.isEmpty
            ? "No message of this customer waits to be sent." : Self.sentence(event)
        return .json([
            "success": true, "message": .string(message), "affected": .int(affected.count),
            "messages": .array(
                affected.map {
                    [
                        "messageId": .string($0.messageID),
                        "transactionId": .string($0.transactionID),
                        "status": .string($0.status.rawValue), "hold": .optional($0.hold),
                    ]
                }
            ),
        ])
    }

    private static func customerPhone(region: String) -> Field<E164?> {
        Field<E164>.phone("customerPhone", region: region, "All messages to this customer.")
            .optional
    }

    /// The transaction where it is named, else the customer.
    private static func subject(
        _ id: String?,
        _ phone: E164?
    ) throws(Problem) -> Comeback.Subject {
        if let id { return .transaction(id) }
        guard let phone else { throw nobody }
        return .customer(phone)
    }

    private static var nobody: Problem {
        let expected = "a transactionId or a customerPhone"
        return .invalid([
            FieldProblem("transactionId", expected: expected, "There must be \(expected).")
        ])
    }

    private static func sentence(_ event: Comeback.Event) -> String {
        switch event {
        case .complaint, .reopened: "What waits for this customer is held for a person."
        case .refund: "What waited for this customer is cancelled."
        case .closed: "What was held for this customer is due after the usual delay."
        }
    }
}
