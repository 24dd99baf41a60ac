import FunctionRuntime
import Store
import Web

/// Wants a second factor of everybody, or leaves it to each.
struct DemandFactor: DatabaseEndpoint {
    private static let demanded = Field<Bool>.flag(
        "demanded",
        "Who logs in with a password and has none can do nothing else until it is set up."
    )

    static let route = Route(
        .put,
        "/api/people/second-factor",
        "Want a second factor of everybody.",
        access: .scope(.peopleWrite, confirmed: true),
        request: .fields([demanded]),
        answers: [
            .init(.ok, "So it is.", .object(["secondFactorDemanded": .boolean])),
            .init(.conflict, "Whoever wants it of others has none."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let isDemanded = try request.input().read(Self.demanded)
        let (member, tenant) = (try request.member, request.caller.tenant)
        try database.inTransaction(forTenant: tenant) { connection in
            // Nobody would get in any more where there is no key to seal secrets with.
            let hasOwn = try People.find(member.id, on: &connection)?.hasSecondFactor ?? false
            guard hasOwn || !isDemanded else { throw Self.notOwn }
            try SecondFactors.demand(isDemanded, by: tenant, on: &connection)
        }
        return .json(["secondFactorDemanded": .bool(isDemanded)])
    }

    private static let notOwn = Problem(
        .conflict,
        "no-second-factor",
        "Set up a second factor of your own first, in your account."
    )
}

/// Takes the second factor from somebody who has lost it, and the codes on paper too.
struct RemoveFactor: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/people/{id}/second-factor",
        "Remove somebody's second factor.",
        access: .scope(.peopleWrite, confirmed: true),
        answers: [
            .init(.ok, "The person as they are now.", People.Line.schema),
            .init(.notFound, "There is no such person."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let person = try database.inTransaction(forTenant: request.caller.tenant) { connection in
            let person = try request.person(on: &connection)
            try request.mayGive(person.role)
            try SecondFactors.remove(ofUser: person.id, on: &connection)
            try Sessions.endAll(of: person.id, but: nil, on: &connection)
            return try People.find(person.id, on: &connection) ?? person
        }
        return .json(person.json)
    }
}
