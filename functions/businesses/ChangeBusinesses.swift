import FunctionRuntime
import Store
import Web

/// Changes what a request names and leaves the rest as it is.
struct ChangeBusiness: Endpoint {
    private static let name = BusinessFields.name.optional
    private static let timeZone = BusinessFields.timeZone.optional
    private static let region = BusinessFields.region.optional

    static let route = Route(
        .patch,
        "/api/businesses/{id}",
        "Change a business.",
        access: .scope(.businessesWrite, confirmed: true),
        request: .fields([
            name, timeZone, region, BusinessFields.word, BusinessFields.hostName,
        ]),
        answers: [
            .init(.ok, "The business as it is now.", Businesses.Business.schema),
            .init(.notFound, "There is no such business."),
            .init(.conflict, "The business is being removed."),
        ]
    )

    private let database: Database
    private let origin: PublicOrigin

    init(_ platform: Platform) throws {
        database = try platform.database
        origin = PublicOrigin(try platform.settings.value(.publicURL))
    }

    func respond(to request: Request) throws -> Response {
        let (name, zone, region, word, host) = try request.input().read(
            Self.name,
            Self.timeZone,
            Self.region,
            BusinessFields.word,
            BusinessFields.hostName
        )
        return try database.inTransaction(forTenant: request.caller.tenant) { connection in
            let business = try request.business(on: &connection)
            if business.removalAt != nil { try Businesses.Outcome.removing.require() }
            var terms = business.terms
            terms.name = name ?? terms.name
            terms.timeZone = zone ?? terms.timeZone
            terms.region = region ?? terms.region
            if word != nil { terms.word = word.unlessEmpty }
            if host != nil { terms.hostName = host.unlessEmpty }
            guard terms.hostName != origin.hostName else { throw Problem.hostNameTaken }
            let outcome = try request.businesses
                .change(business.id, to: terms, on: &connection)
            if case .failure(let objection) = outcome { throw objection.problem }
            return .json(try request.business(on: &connection).json)
        }
    }
}

/// Lets nobody of a business in, and holds its messages, until it is resumed.
struct SuspendBusiness: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/businesses/{id}/suspend",
        "Suspend a business: nobody of it gets in, and its messages wait.",
        access: .scope(.businessesWrite, confirmed: true),
        request: .fields([BusinessFields.reason]),
        answers: [
            .init(.ok, "The business as it is now.", Businesses.Business.schema),
            .init(.notFound, "There is no such business."),
            .init(.conflict, "It is the first one, or being removed."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let reason = try request.input().read(BusinessFields.reason)
        return try database.suspend(for: reason, as: request)
    }
}

struct ResumeBusiness: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/businesses/{id}/resume",
        "Let a business go on.",
        access: .scope(.businessesWrite),
        answers: [
            .init(.ok, "The business as it is now.", Businesses.Business.schema),
            .init(.notFound, "There is no such business."),
            .init(.conflict, "It is the first one, or being removed."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        try database.suspend(for: nil, as: request)
    }
}

/// Hands a suspended business over to be removed with all its rows.
struct RemoveBusiness: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/businesses/{id}",
        "Remove a suspended business and everything of it, for ever.",
        access: .scope(.businessesWrite, confirmed: true),
        request: .fields([BusinessFields.typedName]),
        answers: [
            .init(
                .accepted,
                "Its rows go one after the other; GET /api/business-removals shows the receipt.",
                .object(["success": .boolean])
            ),
            .init(.notFound, "There is no such business."),
            .init(.conflict, "It is the first one, not suspended, or being removed already."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let name = try request.input().read(BusinessFields.typedName)
        try database.inTransaction(forTenant: request.caller.tenant) { connection in
            try request.businesses.remove(
                try request.businessID,
                named: name,
                by: request.caller.name,
                on: &connection
            ).require()
        }
        return .json(["success": true], .accepted)
    }
}

extension Database {
    /// Suspends the business that the path names, or without a reason lets it go on.
    fileprivate func suspend(for reason: String?, as request: Request) throws -> Response {
        try inTransaction(forTenant: request.caller.tenant) { connection in
            let outcome = try request.businesses
                .suspend(try request.businessID, for: reason, on: &connection)
            try outcome.require()
            return .json(try request.business(on: &connection).json)
        }
    }
}
