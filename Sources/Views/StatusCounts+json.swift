package import Store
package import Web

extension StatusCounts {
    /// Delivered of those whose outcome is known, in percent with one decimal; null while none is.
    package var deliveryRate: JSON {
        deliveryPerMille.map { .number("\($0 / 10).\($0 % 10)") } ?? .null
    }

    package var json: JSON {
        [
            "total": .int(total), "sent": .int(sent), "delivered": .int(delivered),
            "failed": .int(failed), "pending": .int(pending), "cancelled": .int(cancelled),
            "deliveryRate": deliveryRate,
        ]
    }

    package static var schema: Schema {
        .object([
            "total": .integer, "sent": .integer, "delivered": .integer, "failed": .integer,
            "pending": .integer, "cancelled": .integer, "deliveryRate": .number.orNull,
        ])
    }
}
