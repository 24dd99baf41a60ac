import FunctionRuntime
import Messaging
import Store
import Web

/// The account's entries, newest first, page by page.
struct ListLedger: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...500, "Entries on a page.")
        .defaulting(to: 100)
    private static let before = Field<Int>.integer("before", 1...(1 << 53), "next of another page.")
        .defaulting(to: 1 << 53)

    static let route = Route(
        .get,
        "/api/ledger",
        "List what was credited, charged and refunded, newest first.",
        access: .scope(.messagesRead),
        query: [limit, before],
        answers: [
            .init(
                .ok,
                "A page; without an account, null and no entries.",
                .object([
                    "account": Schema.anyObject.orNull, "entries": .array(of: .anyObject),
                    "next": Schema.integer.orNull,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (limit, before) = try Input(query: request.query).read(Self.limit, Self.before)
        let tenant = request.caller.tenant
        let (account, entries) = try database.forTenant(tenant) { connection in
            (
                try Ledger.account(of: tenant, on: &connection),
                try Ledger.entries(
                    before: Int64(before),
                    limit: limit + 1,
                    of: tenant,
                    on: &connection
                )
            )
        }
        let page = entries.prefix(limit)
        return .json([
            "account": account?.json ?? .null, "entries": .array(page.map(\.json)),
            "next": entries.count > limit ? .optional(page.last?.id) : .null,
        ])
    }
}

/// Adds a credit to the account; for who runs the installation, not for the business itself.
struct AddCredit: DatabaseEndpoint {
    private static let amount = Field<Money>(
        "amount",
        "What is added, in the account's currency.",
        schema: .number,
        expected: "a decimal number above 0 and below 1000000000, with at most 6 decimals"
    ) { json in
        switch json {
        case .string(let text), .number(let text):
            // The currency is the account's; only the micros are used.
            (try? Money(decimal: text, currency: .usd)).flatMap {
                (1..<1_000_000_000_000_000).contains($0.micros) ? $0 : nil
            }
        default: nil
        }
    }
    private static let note = Field<String>.text("note", 1...200, "What it is for.").optional

    static let route = Route(
        .post,
        "/api/ledger/credits",
        "Add a credit to the account, with a key that the host's administrator made for this.",
        access: .scope(.ledgerWrite),
        request: .fields([amount, note]),
        answers: [
            .init(.created, "Added.", .object(["account": .anyObject])),
            .init(.conflict, "There is no account."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (amount, note) = try request.input().read(Self.amount, Self.note)
        let caller = request.caller
        let account = try database.inTransaction(forTenant: caller.tenant) { connection in
            let outcome = try Ledger.credit(
                micros: amount.micros,
                by: caller.name,
                note: note,
                on: &connection
            )
            guard outcome == .posted else {
                throw Problem(.conflict, "no-account", "This business has no account.")
            }
            let detail: JSON = ["amount": .string(amount.decimal)]
            try AuditLog.note(.accountCredited, amount.currency.code, detail, on: &connection)
            return try Ledger.account(of: caller.tenant, on: &connection)
        }
        return .json(["account": account?.json ?? .null], .created)
    }
}

/// Adds up every entry, for who wants to be sure that the balance is right.
struct ProveLedger: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/ledger/proof",
        "Compare the balance with the sum of all entries.",
        access: .scope(.messagesRead),
        answers: [
            .init(
                .ok,
                "Both figures.",
                .object([
                    "holds": .boolean, "balance": .string, "sum": .string, "currency": .string,
                    "entries": .integer,
                ])
            ),
            .init(.notFound, "There is no account."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let proof = try database.forTenant(tenant) { connection in
            try Ledger.proof(of: tenant, on: &connection)
        }
        guard let proof else { throw Problem.notFound("This business has no account.") }
        return .json([
            "holds": .bool(proof.holds), "balance": .string(proof.balance.decimal),
            "sum": .string(proof.sum.decimal), "currency": .string(proof.sum.currency.code),
            "entries": .int(proof.entryCount),
        ])
    }
}

extension Ledger.Account {
    fileprivate var json: JSON {
        [
            "balance": .string(balance.decimal), "creditLimit": .string(creditLimit.decimal),
            "segmentPrice": .string(segmentPrice.decimal),
            "currency": .string(balance.currency.code),
        ]
    }
}

extension Ledger.Entry {
    fileprivate var json: JSON {
        [
            "id": .int(id), "at": .string(at), "kind": .string(kind.rawValue),
            "messageId": .optional(messageID), "attempt": .optional(attemptNumber),
            "segments": .optional(segments), "amount": .string(amount.decimal),
            "currency": .string(amount.currency.code), "by": .string(madeBy),
            "note": .optional(note),
        ]
    }
}
