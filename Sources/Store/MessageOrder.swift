import Messaging
import Postgres

/// What the log is sorted by, and which way.
///
/// Up from the first value, and among equal values the newest first; down is the same read
/// backwards. The time of receipt is the value itself: down from the newest.
package struct MessageOrder: Sendable, Hashable {
    package var column: Column
    package var isDescending: Bool

    package enum Column: String, Sendable, Hashable, CaseIterable {
        case received, customer, dealership, status, amount, cost
    }

    package init(_ column: Column, isDescending: Bool) {
        self.column = column
        self.isDescending = isDescending
    }

    package static let newestFirst = MessageOrder(.received, isDescending: true)
}

/// A place in the log under one of its orders.
package struct MessageCursor: Sendable, Hashable {
    package let direction: Direction
    /// The time of receipt in microseconds since 1970.
    package let micros: Int64
    package let messageID: String
    package let column: MessageOrder.Column
    /// The value of the column as text; empty for the time of receipt.
    package let key: String

    package enum Direction: String, Sendable { case older = "o", newer = "n" }

    package init(
        _ direction: Direction,
        micros: Int64,
        messageID: String,
        column: MessageOrder.Column = .received,
        key: String = ""
    ) {
        self.direction = direction
        self.micros = micros
        self.messageID = messageID
        self.column = column
        self.key = key
    }

    /// The time and the message's id, to compare a row's with.
    var moment: SQL {
        "('epoch'::timestamptz + \(micros) * interval '1 microsecond', \(messageID)::uuid)"
    }

    /// Reads what `text` wrote; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard [3, 5].contains(parts.count), let direction = Direction(rawValue: parts[0]),
            let micros = Int64(parts[1]), micros >= 0, micros < Self.microsMax,
            UUIDText.isWellFormed(parts[2])
        else { return nil }
        self.init(direction, micros: micros, messageID: parts[2])
        guard parts.count == 5 else { return }
        guard let column = MessageOrder.Column(rawValue: parts[3]), column != .received,
            let key = Self.key(hexadecimal: parts[4]), column.takes(key)
        else { return nil }
        self.init(direction, micros: micros, messageID: parts[2], column: column, key: key)
    }

    package var text: String {
        let place = "\(direction.rawValue).\(micros).\(messageID)"
        guard column != .received else { return place }
        let key = key.utf8.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "\(place).\(column.rawValue).\(key.joined())"
    }

    private static let microsMax: Int64 = 1 << 53

    private static func key(hexadecimal: String) -> String? {
        let digits = Array(hexadecimal.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[index...index + 1], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16), byte != 0, pair.first != "+" else {
                return nil
            }
            bytes.append(byte)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Where a run of equal values begins or ends, whichever way it is read.
    static func edge(
        newestFirst: Bool,
        _ direction: Direction,
        column: MessageOrder.Column,
        key: String
    ) -> MessageCursor {
        MessageCursor(
            direction,
            micros: newestFirst ? microsMax - 1 : 0,
            messageID: newestFirst
                ? "ffffffff-ffff-ffff-ffff-ffffffffffff" : "00000000-0000-0000-0000-000000000000",
            column: column,
            key: key
        )
    }
}

extension MessageOrder.Column {
    /// Whether a text may be a value of this column.
    fileprivate func takes(_ key: String) -> Bool {
        switch self {
        case .received: key.isEmpty
        case .customer: true
        case .status: DeliveryStatus(rawValue: key) != nil
        case .dealership, .amount, .cost: Int64(key) != nil
        }
    }
}
