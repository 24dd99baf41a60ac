import FunctionRuntime
import Store
import Web

/// Takes up to 500 transactions in one call.
///
/// Each is taken or refused for itself, so that one bad
/// record does not hold up the others.
struct ReceiveMany: Endpoint {
    static let transactionsMax = 500

    static let route = Route(
        .post,
        "/webhook/transactions",
        "Report up to 500 completed transactions.",
        access: .scope(.transactionsWrite),
        takesSignature: true,
        bodyByteCountMax: 2 * 1024 * 1024,
        query: [SignedRequest.field],
        request: .object([
            "transactions": .array(of: .fields(TransactionReader.described.fields))
        ]),
        answers: [
            .init(
                .ok,
                "What became of each, in their order.",
                .object([
                    "success": .boolean, "accepted": .integer, "duplicates": .integer,
                    "rejected": .integer, "results": .array(of: .anyObject),
                ])
            )
        ]
    )

    private let desk: Desk

    init(_ platform: Platform) throws { desk = Desk(try platform.database) }

    func respond(to request: Request) throws -> Response {
        let reader = try desk.reader(for: request.caller.tenant)
        let readings = try Self.items(of: request).map { item in
            Result { () throws(Problem) in
                try reader.read(Input(body: try Self.object(item)), for: request)
            }
        }
        let transactions = readings.compactMap { try? $0.get() }
        var stored = try desk.store(transactions)[...]
        var receipts: [Receipt] = []
        let results = readings.enumerated().map { index, reading in
            switch reading {
            case .success(let transaction):
                guard let found = stored.popFirst() else { return JSON.null }
                receipts.append(Receipt(transaction, found))
                return receipts[receipts.count - 1].json(index: index)
            case .failure(let problem):
                return ["index": .int(index), "errors": .array(problem.fields.map(\.json))]
            }
        }
        let duplicates = receipts.filter(\.isDuplicate).count
        return .json([
            "success": .bool(receipts.count == readings.count),
            "accepted": .int(receipts.count - duplicates), "duplicates": .int(duplicates),
            "rejected": .int(readings.count - receipts.count), "results": .array(results),
        ])
    }

    private static func items(of request: Request) throws(Problem) -> [JSON] {
        guard case .array(let items) = try request.bodyObject()["transactions"],
            (1...transactionsMax).contains(items.count)
        else {
            let expected = "an array of 1 to \(transactionsMax) transactions"
            throw .invalid([
                FieldProblem(
                    "transactions",
                    expected: expected,
                    "transactions must be \(expected)."
                )
            ])
        }
        return items
    }

    private static func object(_ item: JSON) throws(Problem) -> JSON.Object {
        guard case .object(let object) = item else {
            throw .invalid([
                FieldProblem("", expected: "an object", "A transaction must be an object.")
            ])
        }
        return object
    }
}
