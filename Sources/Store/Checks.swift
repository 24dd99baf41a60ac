package import Messaging
package import Postgres

/// Attempts about which the provider must be asked: whose lease ran out, whose answer was lost,
/// whose final report is overdue.
package enum Checks {
    package struct Due: Sendable, Hashable {
        package let messageID: String
        package let attemptNumber: Int
        /// The account that it went through.
        package let provider: String
        package let state: AttemptState
        /// The provider's highest word so far.
        package let status: DeliveryStatus?
        package let recipient: E164
        package let body: String
        package let providerMessageID: String?
        /// When the attempt was recorded, in seconds since 1970.
        package let startedAtSeconds: Int
        /// How long ago the call ended, as far as that is known, else began.
        package let ageSeconds: Int
    }

    /// An attempt, as a key.
    package struct Place: Sendable, Hashable {
        package let messageID: String
        package let attemptNumber: Int
    }

    /// Takes up what is due for checking, for as long as a check may take.
    ///
    /// Attempts in doubt come first: messages wait for them, while overdue reports and prices only
    /// tell what has happened anyway.
    package static func claim(
        limit: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [Due] {
        let rows = try connection.query(
            """
            WITH due AS (
                SELECT message_id, number FROM attempts
                 WHERE check_at <= now()
                 ORDER BY state = 'accepted', check_at LIMIT \(limit) FOR UPDATE SKIP LOCKED
            )
            UPDATE attempts a SET check_at = now() + interval '60 seconds'
              FROM due WHERE a.message_id = due.message_id AND a.number = due.number
            RETURNING a.message_id, a.number, a.state, a.recipient, a.body, a.provider_message_id,
                      a.status, extract(epoch FROM a.started_at)::bigint,
                      extract(epoch FROM now() - coalesce(a.ended_at, a.started_at))::bigint,
                      a.provider
            """
        ).map { (row) throws(PostgresError) -> Due? in
            guard let recipient = try? E164(try row.decode(3, as: String.self)) else { return nil }
            return Due(
                messageID: try row.decode(0),
                attemptNumber: try row.decode(1),
                provider: try row.decode(9),
                state: try row.decode(2),
                status: try row.decode(6),
                recipient: recipient,
                body: try row.decode(4),
                providerMessageID: try row.decode(5),
                startedAtSeconds: try row.decode(7),
                ageSeconds: try row.decode(8)
            )
        }
        return rows.compactMap(\.self)
    }

    /// Of these provider's ids, those that belong to an attempt already.
    package static func known(
        _ providerMessageIDs: [String],
        provider: String,
        on connection: inout Connection
    ) throws(PostgresError) -> Set<String> {
        let known = try connection.query(
            """
            SELECT provider_message_id FROM attempts
             WHERE provider = \(provider) AND provider_message_id = ANY(\(providerMessageIDs)::text[])
            """
        ).map { (row) throws(PostgresError) in try row.decode(0, as: String.self) }
        return Set(known)
    }

    /// Those beside which another attempt with the same recipient awaits an answer as well: a
    /// message in the provider's list may belong to either, since not every list shows the texts.
    package static func withRivals(
        among due: [Due],
        on connection: inout Connection
    ) throws(PostgresError) -> Set<Place> {
        let places = try connection.query(
            """
            SELECT a.message_id, a.number
              FROM unnest(\(due.map(\.messageID))::uuid[],
                          \(due.map { Int64($0.attemptNumber) })::bigint[]) AS d (message_id, number)
              JOIN attempts a ON a.message_id = d.message_id AND a.number = d.number
             WHERE EXISTS (
                SELECT FROM messages m JOIN attempts r ON r.message_id = m.id
                 WHERE m.tenant_id = a.tenant_id AND m.recipient = a.recipient
                   AND r.state IN ('started', 'unknown')
                   AND (r.message_id, r.number) <> (a.message_id, a.number))
            """
        ).map { (row) throws(PostgresError) in
            Place(messageID: try row.decode(0), attemptNumber: try row.decode(1))
        }
        return Set(places)
    }
}

extension Checks.Due {
    package var place: Checks.Place {
        Checks.Place(messageID: messageID, attemptNumber: attemptNumber)
    }
}
