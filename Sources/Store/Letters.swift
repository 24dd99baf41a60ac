package import Postgres
package import Web

/// Mail to one person, which `notify` sends and then forgets.
package struct Letter: Sendable, Hashable {
    package let id: Int64
    package let address: String
    package let subject: String
    package let body: String
    /// Whom it comes from.
    package let head: Letterhead
    /// How often it was tried.
    package let tries: Int
}

package enum Letters {
    /// Hands a letter in; it is of no use any more after so many minutes.
    package static func post(
        to address: String,
        subject: String,
        body: String,
        minutes: Int,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO letters (tenant_id, address, subject, body, expires_at)
            VALUES (\(tenant.rawValue), \(address), \(subject), \(body),
                    now() + \(minutes) * interval '1 minute')
            """
        )
    }

    /// Takes up the next letter that is due; when this process dies, another takes it up after the
    /// lease.
    package static func claim(
        leaseSeconds: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> Letter? {
        try connection.query(
            """
            WITH taken AS (
                UPDATE letters SET next_try_at = now() + \(leaseSeconds) * interval '1 second',
                                   tries = tries + 1
                 WHERE id = (SELECT id FROM letters
                              WHERE next_try_at <= now() AND expires_at > now()
                              ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING *)
            SELECT taken.id, taken.address, taken.subject, taken.body, taken.tries,
                   \(Letterhead.columns)
              FROM taken CROSS JOIN LATERAL \(Letterhead.source("taken.tenant_id"))
            """
        ).first { (row) throws(PostgresError) in
            Letter(
                id: try row.decode(0),
                address: try row.decode(1),
                subject: try row.decode(2),
                body: try row.decode(3),
                head: try Letterhead(row, from: 5),
                tries: try row.decode(4)
            )
        }
    }

    /// Puts a letter off that the mail server did not take.
    package static func postpone(
        _ id: Int64,
        seconds: Int,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            UPDATE letters SET next_try_at = now() + \(seconds) * interval '1 second'
             WHERE id = \(id)
            """
        )
    }

    package static func remove(
        _ id: Int64,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute("DELETE FROM letters WHERE id = \(id)")
    }

    /// Removes what nobody has any use for.
    package static func sweep(on connection: inout Connection) throws(PostgresError) {
        try connection.execute("DELETE FROM letters WHERE expires_at < now()")
    }
}
