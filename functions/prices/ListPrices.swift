import FunctionRuntime
import Messaging
import Store
import Web

/// The price rows, the installation's and the tenant's own, page by page.
struct ListPrices: DatabaseEndpoint {
    private static let limit = Field<Int>.integer("limit", 1...1000, "Rows on a page.")
        .defaulting(to: 100)
    private static let after = Field<Int>.integer("after", 0...(1 << 53), "next of another page.")
        .defaulting(to: 0)

    static let route = Route(
        .get,
        "/api/prices",
        "List prices, those that are past included.",
        access: .scope(.settingsRead),
        query: [limit, after],
        answers: [
            .init(
                .ok,
                "A page.",
                .object(["prices": .array(of: .anyObject), "next": Schema.integer.orNull])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (limit, after) = try Input(query: request.query).read(Self.limit, Self.after)
        let tenant = request.caller.tenant
        let rows = try database.forTenant(tenant) { connection in
            try Prices.page(
                after: Int64(after),
                limit: limit + 1,
                of: tenant,
                on: &connection
            )
        }
        let page = rows.prefix(limit)
        return .json([
            "prices": .array(page.map(\.json)),
            "next": rows.count > limit ? .optional(page.last?.id) : .null,
        ])
    }
}

extension Prices.Kept {
    fileprivate var json: JSON {
        [
            "id": .int(id), "own": .bool(isOwn), "provider": .optional(row.provider),
            "country": .optional(row.country), "senderKind": .optional(row.senderKind?.rawValue),
            "direction": row.isInbound ? "inbound" : "outbound",
            "currency": .string(row.currency.code), "base": amount(row.baseMicros),
            "fee": amount(row.feeMicros), "perSegment": .bool(row.isPerSegment),
            "validFrom": .string(row.validFrom), "validTo": .optional(row.validTo),
        ]
    }

    private func amount(_ micros: Int64) -> JSON {
        .string(Money(micros: micros, currency: row.currency).decimal)
    }
}
