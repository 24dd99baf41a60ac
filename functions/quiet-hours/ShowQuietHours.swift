import FunctionRuntime
import Store
import Web

/// The rules in force, the business's own among them.
struct ShowQuietHours: DatabaseEndpoint {
    private static let country = Field<String>.country.optional
    private static let at = Field<String>.timestamp("at", "As of this moment; now without it.")
        .optional

    static let route = Route(
        .get,
        "/api/quiet-hours",
        "Show the hours in which messages may leave, by law and by the business's own rule.",
        access: .scope(.settingsRead),
        query: [country, at],
        answers: [.init(.ok, "The rules in force.", schema)]
    )

    static let schema = Schema.object([
        "quietHours": .oneOf(["on", "off", "default"])
            .about("Whether they are kept; default is what the installation does."),
        "own": QuietRule.schema.orNull, "rules": .array(of: QuietRule.schema),
    ])

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let (country, at) = try Input(query: request.query).read(Self.country, Self.at)
        let (rules, isKept) = try database.forTenant(tenant) { connection in
            (
                try QuietRule.inForce(at: at, country: country, of: tenant, on: &connection),
                try TenantSettings.fetch(of: tenant, on: &connection).rules.quietHours
            )
        }
        let own = rules.first { $0.isOwn && $0.country == nil && $0.week != .widest }
        return .json([
            "quietHours": .string(isKept.word), "own": own?.json ?? .null,
            "rules": .array(rules.filter { !$0.isOwn }.map(\.json)),
        ])
    }
}

extension Bool? {
    /// As `/api/config` names it.
    var word: String { map { $0 ? "on" : "off" } ?? "default" }
}

extension Field<String> {
    fileprivate static let country = Field(
        "country",
        "Only the rules for numbers of this country.",
        schema: .text(2...2),
        expected: "a country of two letters, such as US"
    ) { json in
        let letters = json.text?.uppercased()
        let isCode =
            letters?.utf8.count == 2
            && letters?.utf8.allSatisfy { (0x41...0x5A).contains($0) } == true
        return isCode ? letters : nil
    }
}
