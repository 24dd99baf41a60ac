import FunctionRuntime
import Store
import Web

/// A business's name, colours, logo, zone and question.
struct ShowBusiness: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/business",
        "Show how the business shows itself.",
        access: .scope(.settingsRead),
        answers: [.init(.ok, "The business.", Branding.schema)]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        return try database.forTenant(tenant) { connection in
            .json(try Branding.fetch(of: tenant, on: &connection).json)
        }
    }
}

/// Changes what a request names and leaves the rest as it is.
struct ChangeBusiness: DatabaseEndpoint {
    static let route = Route(
        .post,
        "/api/business",
        "Change how the business shows itself.",
        access: .scope(.settingsWrite),
        request: .fields(BusinessFields.all),
        answers: [
            .init(
                .ok,
                "Changed.",
                .object([
                    "success": .boolean, "message": .string, "business": Branding.schema,
                    "changed": .array(of: .string),
                ])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let change = try BusinessFields.change(from: try request.input())
        let (before, after) = try database.inTransaction(forTenant: tenant) { connection in
            let before = try Branding.fetch(of: tenant, on: &connection)
            var after = before
            change(&after)
            guard try after.save(for: tenant, on: &connection) else {
                throw Problem.invalid([
                    FieldProblem(
                        "timeZone",
                        expected: "a zone such as America/New_York",
                        "There is no time zone \(after.timeZone)."
                    )
                ])
            }
            return (before, after)
        }
        return .json([
            "success": true, "message": "The business is saved.", "business": after.json,
            "changed": .array(before.changes(to: after).map(JSON.string)),
        ])
    }
}
