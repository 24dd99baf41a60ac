import FunctionRuntime
import Messaging
import PhoneNumbers
import Store
import Web

/// Why a message to a number may leave at a moment, or when it may.
struct ExplainQuietHours: DatabaseEndpoint {
    private static let dealership = Field<String>.text(
        "dealership",
        1...200,
        "Of this dealership, by its name or number."
    ).optional
    private static let at = Field<String>.timestamp("at", "At this moment; now without it.")
        .optional

    static let route = Route(
        .get,
        "/api/quiet-hours/explain",
        "Explain when a message to a number may leave.",
        access: .scope(.settingsRead),
        query: [to(region: "US"), dealership, at],
        answers: [
            .init(.ok, "The answer, and what it follows from.", schema),
            .init(.notFound, "There is no such dealership."),
        ]
    )

    private static let schema = Schema.object([
        "to": .string, "at": .timestamp, "country": .string.orNull, "region": .string.orNull,
        "zones": .array(
            of: .object([
                "zone": .string, "from": .oneOf(["number", "dealership"]),
                "clock": .string.about("YYYY-MM-DD HH:MM there"), "allowed": .boolean,
            ])
        ),
        "law": QuietRule.schema.orNull, "own": QuietRule.schema.orNull,
        "hours": QuietWeek.schema.about("What the law and the own rule both allow."),
        "allowed": .boolean, "next": Schema.timestamp.orNull, "rule": .string,
        "quietHours": .oneOf(["on", "off", "default"]),
    ])

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        return try database.forTenant(tenant) { connection in
            let region = try TenantProfile.find(of: tenant, on: &connection)?.defaultRegion
            let (number, dealership, at) = try Input(query: request.query.withPlus(of: "to"))
                .read(Self.to(region: region ?? "US"), Self.dealership, Self.at)
            let house = try dealership.map { text in
                guard let house = try Dealership.find(text, of: tenant, on: &connection) else {
                    throw Problem.notFound("There is no such dealership.")
                }
                return house.id
            }
            let answer = try QuietHours.explain(
                to: number,
                dealership: house,
                at: at,
                of: tenant,
                on: &connection
            )
            let isKept = try TenantSettings.fetch(of: tenant, on: &connection).rules.quietHours
            return .json(answer.json(to: number, isKept))
        }
    }

    private static func to(region: String) -> Field<E164> {
        .phone("to", region: region, "The recipient, as people type it; E.164 is best.")
    }
}

extension Form {
    /// A plus sign that a query did not encode arrives as a space.
    fileprivate func withPlus(of name: String) -> Form {
        Form(
            pairs.map { pair in
                guard pair.name == name, pair.value.hasPrefix(" ") else { return pair }
                return .init(name, "+\(pair.value.dropFirst())")
            }
        )
    }
}

extension QuietHours {
    fileprivate func json(to number: E164, _ isKept: Bool?) -> JSON {
        [
            "to": .string(number.rawValue), "at": .string(moment), "country": .optional(country),
            "region": .optional(region),
            "zones": .array(
                zones.map { zone in
                    [
                        "zone": .string(zone.name),
                        "from": .string(zone.isOfNumber ? "number" : "dealership"),
                        "clock": .string(zone.clock), "allowed": .bool(zone.isAllowed),
                    ]
                }
            ),
            "law": law?.json ?? .null,
            "own": own.flatMap { $0.week == .widest ? nil : $0.json } ?? .null,
            "hours": week.json, "allowed": .bool(isAllowed), "next": .optional(next),
            "rule": .string(rule), "quietHours": .string(isKept.word),
        ]
    }
}
