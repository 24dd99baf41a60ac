package import Messaging
package import Postgres
package import Web

/// Everything that is known of one message.
package struct MessageDetail: Sendable, Hashable {
    package let record: MessageRecord
    package let attempts: [AttemptRecord]
    package let timeline: [TimelineLine]
    /// Nil where the customer has followed no link.
    package var engagement: Engagement?
}

/// One try to hand a message to a provider, as it is shown.
package struct AttemptRecord: Sendable, Hashable {
    package let number: Int
    package let provider: String
    package let state: AttemptState
    package let status: DeliveryStatus?
    package let startedAt: String
    package let endedAt: String?
    package let milliseconds: Int?
    package let httpStatus: Int?
    package let errorCode: String?
    package let errorMessage: String?
    package let providerMessageID: String?
    package let sender: String?
}

package struct TimelineLine: Sendable, Hashable {
    package let at: String
    package let kind: String
    /// A JSON object of facts.
    package let detail: String
}

extension MessageDetail {
    /// Finds a message by its own id or by its transaction's.
    package static func find(
        _ id: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> MessageDetail? {
        guard let messageID = try Messages.find(id, of: tenant, on: &connection) else { return nil }
        let record = try connection.query(
            """
            SELECT \(MessageRecord.columns) FROM messages m \(MessageRecord.joins)
             WHERE m.id = \(messageID)::uuid
            """
        ).first { (row) throws(PostgresError) in try MessageRecord(row) }
        guard let record else { return nil }
        return MessageDetail(
            record: record,
            attempts: try AttemptRecord.all(of: messageID, on: &connection),
            timeline: try TimelineLine.all(of: messageID, on: &connection),
            engagement: try Engagement.find(messageID, on: &connection)
        )
    }
}

extension AttemptRecord {
    fileprivate static func all(
        of messageID: String,
        on connection: inout Connection
    ) throws(PostgresError) -> [AttemptRecord] {
        try connection.query(
            """
            SELECT number, provider, state, status, iso8601(started_at), iso8601(ended_at),
                   milliseconds, http_status, error_code, error_message, provider_message_id, sender
              FROM attempts WHERE message_id = \(messageID)::uuid ORDER BY number
            """
        ).map { (row) throws(PostgresError) in
            AttemptRecord(
                number: try row.decode(0),
                provider: try row.decode(1),
                state: try row.decode(2),
                status: try row.decode(3),
                startedAt: try row.decode(4),
                endedAt: try row.decode(5),
                milliseconds: try row.decode(6),
                httpStatus: try row.decode(7),
                errorCode: try row.decode(8),
                errorMessage: try row.decode(9),
                providerMessageID: try row.decode(10),
                sender: try row.decode(11)
            )
        }
    }
}

extension TimelineLine {
    fileprivate static func all(
        of messageID: String,
        on connection: inout Connection
    ) throws(PostgresError) -> [TimelineLine] {
        try connection.query(
            """
            SELECT iso8601(at), kind, detail FROM message_events
             WHERE message_id = \(messageID)::uuid ORDER BY id
            """
        ).map { (row) throws(PostgresError) in
            TimelineLine(at: try row.decode(0), kind: try row.decode(1), detail: try row.decode(2))
        }
    }
}
