package import Messaging
import Postgres
import Web

/// Which messages of the log are wanted; what is not set does not narrow.
package struct MessageFilter: Sendable, Hashable {
    package var statuses: [DeliveryStatus] = []
    package var transactionID: String?
    package var phone: String?
    package var dealership: String?
    /// Received at or after this moment, in RFC 3339.
    package var from: String?
    /// Received before this moment, in RFC 3339.
    package var to: String?

    package init() {}

    package var isEmpty: Bool { self == MessageFilter() }

    /// The conditions on `messages m`.
    func conditions(for tenant: TenantID) -> SQL {
        var conditions: SQL = "m.tenant_id = \(tenant.rawValue)"
        if !statuses.isEmpty {
            conditions =
                conditions
                + " AND m.status = ANY(\(statuses.map(\.rawValue))::text[]::message_status[])"
        }
        if let transactionID {
            conditions =
                conditions + """
                     AND m.transaction_id = (SELECT id FROM transactions
                                              WHERE tenant_id = \(tenant.rawValue)
                                                AND external_id = \(transactionID))
                    """
        }
        if let phone { conditions = conditions + " AND m.recipient = \(phone)" }
        if let dealership {
            conditions =
                conditions + """
                     AND m.dealership_id = (SELECT id FROM dealerships
                                             WHERE tenant_id = \(tenant.rawValue)
                                               AND name = \(dealership))
                    """
        }
        if let from { conditions = conditions + " AND m.received_at >= \(from)::timestamptz" }
        if let to { conditions = conditions + " AND m.received_at < \(to)::timestamptz" }
        return conditions
    }
}

/// A place in the log, which is sorted by the time of receipt, newest first.
package struct MessageCursor: Sendable, Hashable {
    package let direction: Direction
    /// The time of receipt in microseconds since 1970.
    package let micros: Int64
    package let messageID: String

    package enum Direction: String, Sendable { case older = "o", newer = "n" }

    package init(_ direction: Direction, micros: Int64, messageID: String) {
        self.direction = direction
        self.micros = micros
        self.messageID = messageID
    }

    /// Reads what `text` wrote; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let direction = Direction(rawValue: String(parts[0])),
            let micros = Int64(parts[1]), micros >= 0, micros < 1 << 53,
            UUIDText.isWellFormed(parts[2])
        else { return nil }
        self.init(direction, micros: micros, messageID: String(parts[2]))
    }

    package var text: String { "\(direction.rawValue).\(micros).\(messageID)" }
}
