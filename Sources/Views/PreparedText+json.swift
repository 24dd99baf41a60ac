package import Messaging
package import Web

extension PreparedText {
    /// The text and its count; the cost is null until a price is known.
    package func json(estimatedCost: Money?) -> JSON {
        [
            "body": .string(body),
            "encoding": .string(count.encoding.rawValue),
            "units": .int(count.units),
            "segments": .int(count.segments),
            "perSegment": .array(count.unitsPerSegment.map { .int($0) }),
            "replaced": .array(replaced.map(\.json)),
            "estimatedCost": estimatedCost?.json ?? .null,
        ]
    }

    package static var schema: Schema {
        .object([
            "body": .string,
            "encoding": .oneOf([Encoding.gsm7.rawValue, Encoding.ucs2.rawValue]),
            "units": .integer,
            "segments": .integer,
            "perSegment": .array(of: .integer),
            "replaced": .array(
                of: .object(["from": .string, "to": .string, "count": .integer])
            ),
            "estimatedCost": Money.schema.orNull,
        ])
    }
}

extension PreparedText.Replacement {
    fileprivate var json: JSON {
        ["from": .string(String(from)), "to": .string(to), "count": .int(count)]
    }
}
