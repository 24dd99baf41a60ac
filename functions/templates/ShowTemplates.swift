import FunctionRuntime
import Store
import Web

/// The current version of every text.
struct ListTemplates: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/templates",
        "List the templates.",
        access: .scope(.settingsRead),
        answers: [
            .init(
                .ok,
                "The current versions; the template named default is sent.",
                .object(["templates": .array(of: Templates.Version.schema)])
            )
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let versions = try database.forTenant(tenant) { connection in
            try Templates.current(of: tenant, on: &connection)
        }
        return .json(["templates": .array(versions.map(\.json))])
    }
}

/// One text with all its versions.
struct ShowTemplate: DatabaseEndpoint {
    static let route = Route(
        .get,
        "/api/templates/{name}",
        "Show every version of a template.",
        access: .scope(.settingsRead),
        query: [TemplateFields.dealership, TemplateFields.language],
        answers: [
            .init(
                .ok,
                "The versions, newest first.",
                .object(["versions": .array(of: Templates.Version.schema)])
            ),
            .init(.notFound, "There is no such template."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let name = try TemplateFields.name(of: request)
        let variant = try TemplateFields.variant(of: Input(query: request.query))
        let versions = try database.forTenant(tenant) { connection in
            try Templates.versions(of: name, variant, of: tenant, on: &connection)
        }
        guard !versions.isEmpty else {
            throw Problem.notFound("There is no template of this name.")
        }
        return .json(["versions": .array(versions.map(\.json))])
    }
}
