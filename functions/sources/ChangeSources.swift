import FieldMapping
import FunctionRuntime
import Store
import Web

/// Makes a source, or the next version of its mapping.
struct SaveSource: Endpoint {
    private static let fields = Field<JSON>(
        "fields",
        "For each of our fields where it is found and what is done to it: from (a path or several), "
            + "join, constant, steps, default.",
        schema: .anyObject,
        expected: "an object of rules by field"
    ) { json in
        guard case .object = json else { return nil }
        return json
    }

    static let route = Route(
        .put,
        "/api/sources/{source}",
        "Say how a CRM's fields become ours.",
        access: .scope(.providersWrite),
        request: .fields([fields]),
        answers: [.init(.ok, "Saved.", WebhookSources.Version.schema)]
    )

    private let database: Database
    private let publicURL: String

    init(_ platform: Platform) throws {
        database = try platform.database
        publicURL = try platform.settings.value(.publicURL)
    }

    func respond(to request: Request) throws -> Response {
        let (name, mapping) = try Problem.gathering(
            { () throws(Problem) in try request.sourceName },
            { () throws(Problem) in try Self.mapping(request) }
        )
        let caller = request.caller
        let saved = try database.inTransaction(forTenant: caller.tenant) { connection in
            let unknown = try TimeZones.unknown(
                among: mapping.zones.subtracting(["UTC"]),
                on: &connection
            )
            guard unknown.isEmpty else {
                throw Problem.invalid(InvalidMapping(unknownZones: unknown).problems)
            }
            return try WebhookSources.save(
                mapping.json.serializedText,
                as: name,
                by: caller,
                on: &connection
            )
        }
        guard let saved else { throw WebhookSources.notFound }
        return .json(saved.json(publicURL: publicURL))
    }

    private static func mapping(_ request: Request) throws(Problem) -> FieldMapping {
        let fields = try request.input().read(Self.fields)
        do throws(InvalidMapping) {
            return try FieldMapping(fields, isWhole: true)
        } catch {
            throw .invalid(error.problems)
        }
    }
}

/// Takes a source out of use; what came through it stays.
struct DeleteSource: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/sources/{source}",
        "Remove a source.",
        access: .scope(.providersWrite),
        answers: [
            .init(.ok, "Removed.", .object(["success": .boolean])),
            .init(.notFound, "There is no source of this name."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let name = try request.sourceName
        let isRemoved = try database.forTenant(tenant) { connection in
            try WebhookSources.archive(name, of: tenant, on: &connection)
        }
        guard isRemoved else { throw WebhookSources.notFound }
        return .json(["success": true])
    }
}
