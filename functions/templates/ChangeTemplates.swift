import FunctionRuntime
import Messaging
import Store
import Web

/// Saves a text as the next version, and says what it costs.
struct SaveTemplate: Endpoint {
    static let route = Route(
        .put,
        "/api/templates/{name}",
        "Save a template as its next version.",
        access: .scope(.settingsWrite),
        request: .fields([
            TemplateFields.text, TemplateFields.dealership, TemplateFields.language,
        ]),
        answers: [
            .init(
                .ok,
                "Saved; the same text makes no new version.",
                .object([
                    "version": .integer, "changed": .boolean, "previous": .string.orNull,
                    "lint": Trial.schema,
                ])
            )
        ]
    )

    private let database: Database
    private let trial: Trial

    init(_ platform: Platform) throws {
        database = try platform.database
        trial = try Trial(platform)
    }

    func respond(to request: Request) throws -> Response {
        let caller = request.caller
        let name = try TemplateFields.name(of: request)
        let (template, variant) = try TemplateFields.text(of: try request.input())
        let (before, version) = try database.inTransaction(forTenant: caller.tenant) { connection in
            let before = try Templates.versions(
                of: name,
                variant,
                of: caller.tenant,
                on: &connection
            ).first
            let version = try Templates.save(
                template,
                as: name,
                variant,
                by: caller,
                on: &connection
            )
            return (before, version)
        }
        guard let version else {
            throw Problem.invalid([
                FieldProblem(
                    "dealershipName",
                    expected: "a dealership that has had a transaction",
                    "This dealership is not known."
                )
            ])
        }
        return .json([
            "version": .int(version), "changed": .bool(before?.number != version),
            "previous": .optional(before?.text),
            "lint": try trial.run(template, as: variant, of: caller.tenant),
        ])
    }
}

/// Takes a text out of use; its versions stay, and saving it brings it back.
struct ArchiveTemplate: DatabaseEndpoint {
    static let route = Route(
        .delete,
        "/api/templates/{name}",
        "Archive a template.",
        access: .scope(.settingsWrite),
        query: [TemplateFields.dealership, TemplateFields.language],
        answers: [
            .init(.ok, "Archived.", .object(["success": .boolean])),
            .init(.notFound, "There is no such template."),
            .init(.conflict, "It is the text of everybody who has none of their own."),
        ]
    )

    let database: Database

    func respond(to request: Request) throws -> Response {
        let tenant = request.caller.tenant
        let name = try TemplateFields.name(of: request)
        let variant = try TemplateFields.variant(of: Input(query: request.query))
        guard name != Templates.defaultName || variant != .everybodys else {
            throw Problem(.conflict, "template-needed", "The default template cannot be archived.")
        }
        let isArchived = try database.forTenant(tenant) { connection in
            try Templates.archive(name, variant, of: tenant, on: &connection)
        }
        guard isArchived else { throw Problem.notFound("There is no template of this name.") }
        return .json(["success": true])
    }
}

/// Tries a text on the latest customers and keeps nothing.
struct LintTemplate: Endpoint {
    static let route = Route(
        .post,
        "/api/templates/lint",
        "Try a template on the latest 500 customers.",
        access: .scope(.settingsRead),
        request: .fields([
            TemplateFields.text, TemplateFields.dealership, TemplateFields.language,
        ]),
        answers: [.init(.ok, "What it costs and why.", Trial.schema)]
    )

    private let trial: Trial

    init(_ platform: Platform) throws { trial = try Trial(platform) }

    func respond(to request: Request) throws -> Response {
        let (template, variant) = try TemplateFields.text(of: try request.input())
        return .json(
            try trial.run(template, as: variant, of: request.caller.tenant)
        )
    }
}
