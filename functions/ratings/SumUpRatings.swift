import FunctionRuntime
import Store
import Views
import Web

/// How many ratings there are of each number of stars, and their mean.
struct SumUpRatings: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/ratings/summary",
        "Sum up how customers rated their visits.",
        access: .scope(.messagesRead, reach: .dealerships),
        query: Ratings.Filter.fields,
        answers: [
            .init(
                .ok,
                "The mean is to a hundredth; the counts begin with one star.",
                .object([
                    "count": .integer, "average": .number.orNull, "withComment": .integer,
                    "stars": .array(of: .object(["stars": .integer(1...5), "count": .integer])),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let filter = try Ratings.Filter(request.query)
        let tenant = request.caller.tenant
        let summary = try database.forTenant(tenant) { connection in
            try Ratings.summary(of: tenant, filter, on: &connection)
        }
        return .json([
            "count": .int(summary.count), "average": Self.mean(summary.hundredths),
            "withComment": .int(summary.commentCount),
            "stars": .array(
                summary.counts.enumerated().map { index, count in
                    ["stars": .int(index + 1), "count": .int(count)]
                }
            ),
        ])
    }

    private static func mean(_ hundredths: Int?) -> JSON {
        guard let hundredths else { return .null }
        let rest = hundredths % 100
        return .number("\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)")
    }
}
