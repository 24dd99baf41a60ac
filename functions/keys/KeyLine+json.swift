import Store
import Web

extension Keys.Line {
    static let schema = Schema.object([
        "id": .integer, "name": .string, "prefix": .string, "scopes": .array(of: .string),
        "signs": .boolean, "networks": .array(of: .string), "ratePerMinute": .integer.orNull,
        "createdAt": .timestamp, "createdBy": .string.orNull, "expiresAt": .timestamp.orNull,
        "lastUsedAt": .timestamp.orNull, "useCount": .integer, "replaces": .integer.orNull,
        "revokedAt": .timestamp.orNull, "valid": .boolean,
    ])

    var members: [JSON.Object.Member] {
        [
            .init("id", .int(id)), .init("name", .string(terms.name)),
            .init("prefix", .string(prefix)), .init("scopes", .array(scopes.map(JSON.string))),
            .init("signs", .bool(signs)),
            .init("networks", .array(terms.networks.map(JSON.string))),
            .init("ratePerMinute", terms.ratePerMinute.map(JSON.int) ?? .null),
            .init("createdAt", .string(createdAt)), .init("createdBy", .optional(createdBy)),
            .init("expiresAt", .optional(terms.expiresAt)),
            .init("lastUsedAt", .optional(lastUsedAt)), .init("useCount", .int(useCount)),
            .init("replaces", replaces.map(JSON.int) ?? .null),
            .init("revokedAt", .optional(revokedAt)), .init("valid", .bool(isValid)),
        ]
    }

    var json: JSON { .object(JSON.Object(members)) }
}
