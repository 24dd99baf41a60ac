import FieldMapping
import FunctionRuntime
import Store
import Web

/// Takes one transaction as a CRM writes it, and reads it by the mapping that the business made.
///
/// Otherwise it is `ReceiveOne`: success is said after the commit, and a transaction that is posted
/// again changes nothing.
struct ReceiveMapped: Endpoint {
    private static let key = Field<String>.text(
        "key",
        1...200,
        "A key, for a CRM that cannot set the header x-api-key."
    ).optional

    static let route = Route(
        .post,
        "/webhook/in/{source}",
        "Report a completed transaction in a CRM's own words, as JSON or as a form.",
        access: .scope(.transactionsWrite),
        takesKeyInQuery: true,
        takesSignature: true,
        bodyByteCountMax: 256 * 1024,
        query: [key, SignedRequest.field],
        request: .anyObject,
        answers: [
            .init(.ok, "Stored; the message is scheduled.", Receipt.schema),
            .init(.notFound, "There is no source of this name."),
        ]
    )

    private let desk: Desk

    init(_ platform: Platform) throws { desk = Desk(try platform.database) }

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let mapping = try desk.mapping(request.parameters["source"] ?? "", for: tenant)
        let posted = try PostedBody(request.body, contentType: request.headers["content-type"])
        let posting = MappedPosting(mapping, of: posted.value)
        var transaction = try desk.reader(for: tenant).read(posting, for: request)
        transaction.source = request.parameters["source"]
        let stored = try desk.store([transaction])
        return .json(Receipt(transaction, stored[0]).json)
    }
}
