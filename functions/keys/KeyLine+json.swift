import Store
import Web

extension Keys.Line {
    static let schema = Schema.object([
        "id": .integer, "name": .string, "prefix": .string, "scopes": .array(of: .string),
        "createdAt": .timestamp, "createdBy": .string.orNull, "expiresAt": .timestamp.orNull,
        "lastUsedAt": .timestamp.orNull, "revokedAt": .timestamp.orNull, "valid": .boolean,
    ])

    var members: [JSON.Object.Member] {
        [
            .init("id", .int(id)), .init("name", .string(name)), .init("prefix", .string(prefix)),
            .init("scopes", .array(scopes.map(JSON.string))),
            .init("createdAt", .string(createdAt)), .init("createdBy", .optional(createdBy)),
            .init("expiresAt", .optional(expiresAt)), .init("lastUsedAt", .optional(lastUsedAt)),
            .init("revokedAt", .optional(revokedAt)), .init("valid", .bool(isValid)),
        ]
    }

    var json: JSON { .object(JSON.Object(members)) }
}
