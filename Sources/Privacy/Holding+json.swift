package import Store
package import Web

extension PersonalData.Holding {
    package static let schema = Schema.object([
        "table": .string, "title": .string, "rows": .integer, "first": Schema.timestamp.orNull,
        "last": Schema.timestamp.orNull,
    ])

    package var json: JSON {
        [
            "table": .string(table), "title": .string(title), "rows": .int(count),
            "first": .optional(firstAt), "last": .optional(lastAt),
        ]
    }
}
