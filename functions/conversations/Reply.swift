import Crypto
import FunctionRuntime
import Messaging
import Store
import Views
import Web

/// Writes back to a customer: at once, through the same queue, rules and provider as every message.
struct Reply: DatabaseEndpoint {
    private static let body = Field<MessageTemplate>.template(
        "body",
        "The text, with variables if you like."
    )

    static let route = Route(
        .post,
        "/api/conversations/{number}/reply",
        "Write back to a customer.",
        access: .scope(.messagesWrite),
        request: .fields([body]),
        answers: [
            .init(.accepted, "It is on its way.", QueuedMessage.schema),
            .init(.notFound, "Nothing was ever said to or by this number."),
            .init(.conflict, "This number is not written to."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let text = try request.input().read(Self.body).text
        let number = try request.number()
        let tenant = request.caller.tenant
        return try database.inTransaction(forTenant: tenant) { connection in
            guard let customer = try Conversations.customer(number, of: tenant, on: &connection)
            else { throw Problem.noConversation }
            let reply = try Self.message(text, to: customer, for: request)
            let stored = try Ingest.store([reply], on: &connection)
            try AuditLog.note(.replied, stored[0].messageID, on: &connection)
            return QueuedMessage.answer(
                "The reply is on its way.",
                reply,
                stored[0],
                count: SegmentCount(of: text)
            )
        }
    }

    private static func message(
        _ text: String,
        to customer: Conversations.Customer,
        for request: Request
    ) throws(Problem) -> ArrivingTransaction {
        if let reason = customer.suppressions.first { throw refusal(reason) }
        guard let number = try? E164(customer.number) else {
            throw Problem(.conflict, "cannot-be-written-to", "This sender takes no messages.")
        }
        let id = UUIDv7.make(nowMilliseconds: WallClock.milliseconds)
        var reply = ArrivingTransaction(
            tenant: request.caller.tenant,
            transactionID: id,
            messageID: UUIDv7.make(nowMilliseconds: WallClock.milliseconds),
            externalID: "reply-\(id)",
            customerPhone: number
        )
        reply.kind = .reply
        reply.customerName = customer.name
        reply.dealershipName = customer.dealership
        reply.ownText = text
        reply.requestID = request.id
        reply.postedBy = request.caller.name
        return reply
    }

    private static func refusal(_ reason: SuppressionReason) -> Problem {
        let why =
            switch reason {
            case .optedOut: "The customer asked for no more messages."
            case .deadNumber: "The number receives no messages."
            case .wrongNumber: "The number belongs to somebody else."
            case .complained: "The customer complained about messages."
            case .operatorsWish: "Somebody of the business put the number on the suppression list."
            case .providerCode: "The provider refuses the number."
            }
        return Problem(
            .conflict,
            "recipient-suppressed",
            "\(why) Nothing was sent; release the number first if that is right."
        )
    }
}
