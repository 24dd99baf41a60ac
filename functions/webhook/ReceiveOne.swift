import FunctionRuntime
import Web

/// Takes one transaction; its message is due some hours later.
///
/// The CRM hears of success only after the commit. The same `transactionId` posted again changes
/// nothing and is answered like the first time, with `duplicate: true`.
struct ReceiveOne: Endpoint {
    static let route = Route(
        .post,
        "/webhook/transaction-complete",
        "Report a completed transaction.",
        access: .scope(.transactionsWrite),
        takesSignature: true,
        query: TransactionReader.queryFields + [SignedRequest.field],
        request: .fields(TransactionReader.described.fields),
        answers: [
            .init(.ok, "Stored; the message is scheduled.", Receipt.schema)
        ]
    )

    private let desk: Desk

    init(_ platform: Platform) throws { desk = Desk(try platform.database) }

    func respond(to request: Request) throws -> Response {
        let reader = try desk.reader(for: request.caller.tenant)
        let transaction = try reader.read(try request.input(), for: request)
        let stored = try desk.store([transaction])
        return .json(Receipt(transaction, stored[0]).json)
    }
}
