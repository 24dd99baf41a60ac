import FunctionRuntime
import Messaging
import Store
import Web

/// What messages cost, summed by dealership, provider and country; currencies are never mixed.
struct ShowCosts: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/costs",
        "Sum what messages cost: billed, else reported, else estimated.",
        access: .scope(.messagesRead),
        query: Period.fields,
        answers: [
            .init(
                .ok,
                "The sums.",
                .object([
                    "dealerships": .array(of: .anyObject), "providers": .array(of: .anyObject),
                    "countries": .array(of: .anyObject),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let period = try Period(Input(query: request.query))
        let tenant = request.caller.tenant
        return try database.forTenant(tenant) { connection in
            func totals(_ dimension: Costs.Dimension) throws -> JSON {
                let totals = try Costs.totals(
                    by: dimension,
                    from: period.from,
                    to: period.to,
                    of: tenant,
                    on: &connection
                )
                return .array(totals.map(\.json))
            }
            return .json([
                "dealerships": try totals(.dealership), "providers": try totals(.provider),
                "countries": try totals(.country),
            ])
        }
    }
}

/// A time that costs are asked for.
struct Period {
    private static let from = Field<String>.timestamp("from", "Received at or after this moment.")
    private static let to = Field<String>.timestamp("to", "Received before this moment.")

    static let fields: [any DescribedField] = [from, to]

    let from: String
    let to: String

    init(_ input: Input) throws(Problem) {
        (from, to) = try input.read(Self.from, Self.to)
    }
}

extension Costs.Total {
    fileprivate var json: JSON {
        [
            "name": .string(name), "messages": .int(messageCount), "cost": .string(cost.decimal),
            "currency": .string(cost.currency.code),
        ]
    }
}
