package import Store
package import Web

extension Engagement {
    package static let schema = Schema.object([
        "clickedAt": Schema.timestamp.orNull.about("When a person first followed a link."),
        "reviewClicks": .integer, "pageViews": .integer,
        "previews": Schema.integer.about("By programs that show what is behind a link."),
        "rating": Rating.schema.orNull,
    ])

    package var json: JSON {
        [
            "clickedAt": .optional(clickedAt), "reviewClicks": .int(reviewClicks),
            "pageViews": .int(pageViews), "previews": .int(previews),
            "rating": rating?.json ?? .null,
        ]
    }
}

extension Engagement.Rating {
    package static let schema = Schema.object([
        "stars": .integer(1...5), "comment": .string, "ratedAt": .timestamp,
        "changedAt": Schema.timestamp.orNull,
        "contentRemovedAt": Schema.timestamp.orNull
            .about("When its words were removed; null while they are kept."),
    ])

    package var json: JSON {
        [
            "stars": .int(stars), "comment": .string(comment), "ratedAt": .string(ratedAt),
            "changedAt": .optional(changedAt),
            "contentRemovedAt": .optional(contentRemovedAt),
        ]
    }
}
