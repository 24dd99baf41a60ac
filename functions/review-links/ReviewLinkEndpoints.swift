import FunctionRuntime
import Messaging
import Store
import Web

/// The platforms that are chosen from.
struct ShowReviewLinks: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/review-links",
        "Show the review platforms.",
        access: .scope(.settingsRead),
        answers: [.init(.ok, "The platforms; empty while the settings' links are used.", schema)]
    )
    static let schema = Schema.object([
        "version": .integer, "platforms": .array(of: ReviewLinks.Placement.schema),
    ])

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (version, placements) = try database.forTenant(tenant) { connection in
            try ReviewLinks.fetch(of: tenant, on: &connection)
        }
        return Self.answer(version, placements)
    }

    static func answer(_ version: Int, _ placements: [ReviewLinks.Placement]) -> Response {
        .json(["version": .int(version), "platforms": .array(placements.map(\.json))])
    }
}

/// Puts all platforms in place of those before; messages that are made from now on use them.
struct ChangeReviewLinks: DatabaseEndpoint {
    private static let platforms = Field<[ReviewLinks.Placement]>.placements(
        "platforms",
        "All platforms; none at all to use the settings' links."
    )

    static let route = Route(
        .put,
        "/api/review-links",
        "Replace the review platforms.",
        access: .scope(.settingsWrite),
        request: .fields([platforms]),
        answers: [.init(.ok, "Replaced.", ShowReviewLinks.schema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let placements = try request.input().read(Self.platforms)
        return try database.inTransaction(forTenant: tenant) { connection in
            let version = try ReviewLinks.replace(with: placements, of: tenant, on: &connection)
            guard let version else {
                throw Problem.invalid([
                    FieldProblem(
                        "platforms",
                        expected: "dealerships that have had a transaction",
                        "A dealershipName is not known."
                    )
                ])
            }
            return ShowReviewLinks.answer(version, placements)
        }
    }
}

/// Shows that the choice follows the weights alone.
struct ReviewReport: DatabaseEndpoint {
    private static let days = Field<Int>.integer("days", 1...366, "How far back to look.")
        .defaulting(to: 90)

    static let route = Route(
        .get,
        "/api/review-links/report",
        "Prove that nobody is steered to a platform.",
        access: .scope(.settingsRead),
        query: [days],
        answers: [
            .init(
                .ok,
                "Counts against what the weights promise, in all and by what must not matter.",
                .object([
                    "overall": ReviewFairness.schema, "byAmount": ReviewFairness.schema,
                    "bySalesRep": ReviewFairness.schema,
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let days = try Input(query: request.query).read(Self.days)
        let reports = try database.forTenant(tenant) { connection in
            try ReviewLinks.Aspect.allCases.map { aspect in
                ReviewFairness(
                    try ReviewLinks.tally(by: aspect, of: tenant, days: days, on: &connection)
                ).json
            }
        }
        return .json(["overall": reports[0], "byAmount": reports[1], "bySalesRep": reports[2]])
    }
}
