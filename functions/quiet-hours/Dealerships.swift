import FunctionRuntime
import Store
import Web

/// The dealerships and where their clocks are.
struct ListDealerships: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/quiet-hours/dealerships",
        "List the dealerships with their time zones.",
        access: .scope(.settingsRead),
        answers: [
            .init(
                .ok,
                "All of them, by name.",
                .object(["dealerships": .array(of: Dealership.schema)])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let dealerships = try database.forTenant(tenant) { connection in
            try Dealership.list(of: tenant, on: &connection)
        }
        return .json(["dealerships": .array(dealerships.map(\.json))])
    }
}

/// Says where a dealership's clocks are: its customers' nights are kept there, too.
struct ChangeDealership: DatabaseEndpoint {
    private static let timeZone = Field<String>.text(
        "timeZone",
        1...60,
        "A zone of the IANA database, such as America/New_York; null when it is not known."
    ).optional

    static let route = Route(
        .put,
        "/api/quiet-hours/dealerships/{id}",
        "Set the time zone of a dealership, by its number.",
        access: .scope(.settingsWrite),
        request: .fields([timeZone]),
        answers: [
            .init(.ok, "Set.", Dealership.schema), .init(.notFound, "There is no such dealership."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let name = try request.input().read(Self.timeZone)
        let absent = Problem.notFound("There is no dealership with this number.")
        guard let id = Int64(request.parameters["id"] ?? "") else { throw absent }
        return try database.forTenant(tenant) { connection in
            let zone = try name.map { name in
                guard let zone = try Dealership.zone(name, on: &connection) else {
                    throw Self.unknown
                }
                return zone
            }
            let changed = try Dealership.setTimeZone(
                zone,
                ofDealership: id,
                of: tenant,
                on: &connection
            )
            guard let changed else { throw absent }
            return .json(changed.json)
        }
    }

    private static let unknown = Problem.invalid([
        FieldProblem(
            "timeZone",
            expected: "a zone of the IANA database, such as America/New_York",
            "timeZone must be a zone of the IANA database, such as America/New_York."
        )
    ])
}

extension Dealership {
    fileprivate static let schema = Schema.object([
        "id": .integer, "name": .string, "timeZone": .string.orNull,
    ])

    fileprivate var json: JSON {
        ["id": .int(id), "name": .string(name), "timeZone": .optional(timeZone)]
    }
}
