import FunctionRuntime
import Store
import Views
import Web

/// Figures over days: in all, by day, by hour of the day, by dealership.
struct Analytics: DatabaseEndpoint {
    private static let days = Field<Int>.integer("days", 1...366, "How many days up to today.")
        .defaulting(to: 30)
    private static let dealershipsMax = 10

    static let route = Route(
        .get,
        "/api/analytics",
        "Figures over the last days.",
        access: .scope(.messagesRead),
        query: [days],
        answers: [
            .init(
                .ok,
                "The figures.",
                .object([
                    "overall": StatusCounts.schema, "daily": .array(of: .anyObject),
                    "topDealers": .array(of: .anyObject),
                    "hourlyDistribution": .array(of: .anyObject),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let count = try Input(query: request.query).read(Self.days)
        let (period, dealerships) = try database.forTenant(tenant) { connection in
            (
                try Figures.period(days: count, of: tenant, on: &connection),
                try Figures.dealerships(
                    days: count,
                    limit: Self.dealershipsMax,
                    of: tenant,
                    on: &connection
                )
            )
        }
        let overall = period.days.reduce(into: StatusCounts()) { $0.add($1.counts) }
        return .json([
            "overall": overall.json,
            "daily": .array(period.days.map { $0.counts.json(named: "date", .string($0.date)) }),
            "topDealers": .array(
                dealerships.map { $0.counts.json(named: "dealershipName", .string($0.name)) }
            ),
            "hourlyDistribution": .array(
                period.hours.enumerated().map { $1.json(named: "hour", .int($0)) }
            ),
        ])
    }
}

extension StatusCounts {
    /// The figures with what they are of in front.
    fileprivate func json(named name: String, _ value: JSON) -> JSON {
        guard case .object(var object) = json else { return json }
        object.members.insert(.init(name, value), at: 0)
        return .object(object)
    }
}
