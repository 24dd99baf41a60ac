import FunctionRuntime
import Messaging
import Store
import Web

/// What may be spent this month, and what is left of it.
struct ShowBudget: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/budget",
        "Show the budget of the month.",
        access: .scope(.settingsRead),
        answers: [
            .init(.ok, "The budget; null without one.", .object(["budget": Budget.schema]))
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        return try database.forTenant(tenant) { connection in
            .json(["budget": try Budget.find(of: tenant, on: &connection)?.json ?? .null])
        }
    }
}

/// Sets or removes the budget; what is held goes out as soon as there is money for it.
struct ChangeBudget: DatabaseEndpoint {
    private static let limit = Field<String>.text(
        "limit",
        1...30,
        "What may be spent in a month; null removes the budget."
    ).optional
    private static let currency = Field<String>.text("currency", 3...3, "Its currency.").optional

    static let route = Route(
        .put,
        "/api/budget",
        "Set or remove the budget of a month.",
        access: .scope(.settingsWrite),
        request: .fields([limit, currency]),
        answers: [.init(.ok, "Changed.", .object(["budget": Budget.schema]))]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (text, code) = try request.input().read(Self.limit, Self.currency)
        let tenant = request.caller.tenant
        let limit = try text.map { try Self.amount($0, code) }
        return try database.inTransaction(forTenant: tenant) { connection in
            if let limit {
                try Budget.save(limit: limit, of: tenant, on: &connection)
            } else {
                try Budget.remove(of: tenant, on: &connection)
            }
            return .json(["budget": try Budget.find(of: tenant, on: &connection)?.json ?? .null])
        }
    }

    private static func amount(_ text: String, _ code: String?) throws(Problem) -> Money {
        guard let currency = try? Currency(code ?? "USD") else {
            throw .invalid([.init("currency", expected: "three letters", "Such as USD.")])
        }
        guard let amount = try? Money(decimal: text, currency: currency),
            (0..<1_000_000_000_000_000).contains(amount.micros)
        else {
            throw .invalid([
                .init(
                    "limit",
                    expected: "a decimal number from 0 with at most 6 decimals",
                    "limit must be a decimal number from 0 with at most 6 decimals."
                )
            ])
        }
        return amount
    }
}

extension Budget {
    fileprivate static let schema = Schema.object([
        "month": .string, "currency": .string, "limit": .string, "used": .string,
        "remaining": Schema.string.orNull,
        "held": Schema.integer.about("Messages that wait for money."),
    ]).orNull

    fileprivate var json: JSON {
        [
            "month": .string(month), "currency": .string(limit.currency.code),
            "limit": .string(limit.decimal), "used": .string(used.decimal),
            "remaining": .optional(remaining?.decimal), "held": .int(heldCount),
        ]
    }
}
