import FunctionRuntime
import Providers
import Web

/// The kinds of providers there are, with what an account of each needs to be told.
struct ListKinds: Endpoint {
    static let route = Route(
        .get,
        "/api/provider-kinds",
        "List the kinds of providers.",
        access: .scope(.settingsRead),
        answers: [
            .init(
                .ok,
                "The kinds; a document is the best start for a declared adapter of one's own.",
                .object([
                    "kinds": .array(
                        of: .object([
                            "kind": .string, "about": .string.orNull,
                            "settings": .array(of: fieldSchema), "secrets": .array(of: fieldSchema),
                            "document": .anyObject.orNull,
                        ])
                    )
                ])
            )
        ]
    )

    private static let fieldSchema = Schema.object([
        "name": .string, "about": .string, "required": .boolean, "default": .string.orNull,
    ])

    init(_ platform: Platform) {}

    func respond(to request: Request) -> Response {
        .json(["kinds": .array(ProviderKinds.all.map(Self.json))])
    }

    private static func json(_ kind: String) -> JSON {
        let document = ProviderKinds.document(kind)
        let fields = ProviderKinds.fields(kind) ?? []
        return [
            "kind": .string(kind), "about": .optional(document?["about"]?.text),
            "settings": .array(fields.filter { !$0.isSecret }.map(json)),
            "secrets": .array(fields.filter(\.isSecret).map(json)),
            "document": document ?? .null,
        ]
    }

    private static func json(_ field: AccountField) -> JSON {
        [
            "name": .string(field.name), "about": .string(field.about),
            "required": .bool(field.isRequired), "default": .optional(field.fallback),
        ]
    }
}
