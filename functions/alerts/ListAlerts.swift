import FunctionRuntime
import Store
import Web

/// What stands and what ended lately, of the caller's and of everybody's accounts.
struct ListAlerts: DatabaseEndpoint {
    private static let state = Field<String>.oneOf(
        "state",
        ["recent", "standing", "past"],
        "recent: those that stand, then those that ended within a week."
    ).defaulting(to: "recent")
    private static let before = Field<Int>.integer(
        "before",
        1...Int.max,
        "Of past ones, those that are older than the one of this id."
    ).optional

    static let route = Route(
        .get,
        "/api/alerts",
        "List the alerts.",
        access: .scope(.settingsRead),
        query: [state, before],
        answers: [
            .init(
                .ok,
                "The newest first, those that stand before the others; at most 100.",
                .object([
                    "standing": Schema.integer.about("How many stand that nobody acknowledged."),
                    "alerts": .array(of: Alerts.Line.schema),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let (state, before) = try Input(query: request.query).read(Self.state, Self.before)
        let caller = request.caller
        let (standing, lines) = try database.forTenant(caller.tenant) { connection in
            let standing = try Alerts.standing(on: &connection)
            let lines =
                switch state {
                case "standing": standing
                case "past": try Alerts.past(before: before.map(Int64.init), on: &connection)
                default: try Alerts.recent(on: &connection)
                }
            return (standing, lines)
        }
        return .json([
            "standing": .int(standing.count { $0.acknowledgedAt == nil && $0.isUp(to: caller) }),
            "alerts": .array(lines.map { $0.json(for: caller) }),
        ])
    }
}
