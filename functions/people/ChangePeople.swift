import FunctionRuntime
import Postgres
import Store
import Web

/// Changes what somebody may do, or shuts them out; they are logged out and see the change at once.
struct ChangePerson: DatabaseEndpoint {
    private static let name = PersonFields.name.optional
    private static let role = PersonFields.role.optional
    private static let dealerships = PersonFields.dealerships.optional
    private static let disabled = PersonFields.disabled.optional

    static let route = Route(
        .patch,
        "/api/people/{id}",
        "Change what somebody may do.",
        access: .scope(.peopleWrite, confirmed: true),
        request: .fields([name, role, dealerships, disabled]),
        answers: [
            .init(.ok, "The person as they are now.", People.Line.schema),
            .init(.notFound, "There is no such person."),
            .init(.conflict, "The business would have no owner."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        var change = People.Change()
        (change.name, change.role, change.dealerships, change.isDisabled) = try request.input()
            .read(
                Self.name,
                Self.role,
                Self.dealerships,
                Self.disabled
            )
        let tenant = request.caller.tenant
        let person = try database.inTransaction(forTenant: tenant) { connection in
            let person = try request.person(on: &connection)
            try request.mayGive(person.role)
            if let role = change.role { try request.mayGive(role) }
            let outcome = try People.change(person.id, change, of: tenant, on: &connection)
            try outcome.require()
            return try People.find(person.id, on: &connection) ?? person
        }
        return .json(person.json)
    }
}

/// Removes somebody; what they did stays under their address.
struct RemovePerson: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/people/{id}",
        "Remove somebody from the business.",
        access: .scope(.peopleWrite, confirmed: true),
        answers: [
            .init(.ok, "Removed.", .object(["success": .boolean])),
            .init(.notFound, "There is no such person."),
            .init(.conflict, "The business would have no owner."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        try database.inTransaction(forTenant: request.caller.tenant) { connection in
            let person = try request.person(on: &connection)
            try request.mayGive(person.role)
            try People.remove(person.id, on: &connection).require()
        }
        return .json(["success": true])
    }
}

/// Ends all sessions of somebody.
struct LogPersonOut: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/people/{id}/sessions",
        "Log somebody out everywhere.",
        access: .scope(.peopleWrite),
        answers: [
            .init(.ok, "Logged out.", .object(["success": .boolean, "sessionsEnded": .integer])),
            .init(.notFound, "There is no such person."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let ended = try database.inTransaction(forTenant: request.caller.tenant) { connection in
            let person = try request.person(on: &connection)
            try request.mayGive(person.role)
            let ended = try Sessions.endAll(of: person.id, but: nil, on: &connection)
            try AuditLog.note(.loggedOutElsewhere, person.email, on: &connection)
            return ended
        }
        return .json(["success": true, "sessionsEnded": .int(ended)])
    }
}

extension Request {
    /// The person that the path names.
    func person(on connection: inout Connection) throws -> People.Line {
        guard let id = Int64(parameters["id"] ?? ""),
            let person = try People.find(id, on: &connection)
        else { throw Problem.notFound("There is no such person in this business.") }
        return person
    }
}

extension People.Outcome {
    fileprivate func require() throws(Problem) {
        switch self {
        case .done: return
        case .unknown: throw .notFound("There is no such person in this business.")
        case .lastOwner:
            throw Problem(
                .conflict,
                "last-owner",
                "The business would have no owner; make somebody else an owner first."
            )
        case .cannotBeLimited: throw PersonFields.cannotBeLimited
        case .unknownDealerships(let names): throw PersonFields.unknown(names)
        }
    }
}
