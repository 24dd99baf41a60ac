import FieldMapping
import FunctionRuntime
import Store
import Web

/// The CRMs that are connected, each with its mapping and address.
struct ListSources: Endpoint {
    static let route = Route(
        .get,
        "/api/sources",
        "List the sources.",
        access: .scope(.settingsRead),
        answers: [
            .init(
                .ok,
                "The sources, the address of our own format, and what a mapping can name.",
                .object([
                    "sources": .array(of: WebhookSources.Version.schema), "address": .string,
                    "fields": .array(of: .object(["field": .string, "required": .boolean])),
                    "steps": .array(of: .string),
                ])
            )
        ]
    )

    private let database: Database
    private let publicURL: String

    init(_ platform: Platform) throws {
        database = try platform.database
        publicURL = try platform.settings.value(.publicURL)
    }

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let sources = try database.forTenant(tenant) { connection in
            try WebhookSources.all(of: tenant, on: &connection)
        }
        let fields = TargetField.allCases.map { field -> JSON in
            ["field": .string(field.rawValue), "required": .bool(field.isRequired)]
        }
        return .json([
            "sources": .array(sources.map { $0.json(publicURL: publicURL) }),
            "address": .string("\(publicURL)/webhook/transaction-complete"),
            "fields": .array(fields), "steps": .array(Transformation.words.map(JSON.string)),
        ])
    }
}

/// One source with the versions that its mapping had.
struct ShowSource: Endpoint {
    static let route = Route(
        .get,
        "/api/sources/{source}",
        "Show a source and the versions of its mapping.",
        access: .scope(.settingsRead),
        answers: [
            .init(
                .ok,
                "The versions, the newest first.",
                .object(["versions": .array(of: WebhookSources.Version.schema)])
            ),
            .init(.notFound, "There is no source of this name."),
        ]
    )

    private let database: Database
    private let publicURL: String

    init(_ platform: Platform) throws {
        database = try platform.database
        publicURL = try platform.settings.value(.publicURL)
    }

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let name = try request.sourceName
        let versions = try database.forTenant(tenant) { connection in
            try WebhookSources.versions(of: name, of: tenant, on: &connection)
        }
        guard !versions.isEmpty else { throw WebhookSources.notFound }
        return .json(["versions": .array(versions.map { $0.json(publicURL: publicURL) })])
    }
}
