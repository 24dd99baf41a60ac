package import Postgres

/// Who failed to log in of late, so that nobody guesses passwords by the thousand.
package enum LoginFailures {
    /// Somebody whose failures count together.
    package struct Subject: Sendable, Hashable {
        let text: String
        let failuresMax: Int

        /// An account as it is tried from browsers that never were in it.
        package static func account(hash: String) -> Self {
            Self(text: "account \(hash)", failuresMax: 10)
        }

        /// A browser that was in the account before: others' failures do not count against it.
        package static func device(hash: String) -> Self {
            Self(text: "device \(hash)", failuresMax: 10)
        }

        /// An address of the network, behind which there may be a whole business.
        package static func address(_ address: String) -> Self {
            Self(text: "address \(address)", failuresMax: 100)
        }
    }

    private static let windowMinutes = 15

    /// In how many seconds they may try again; nil for now.
    package static func wait(
        _ subjects: [Subject],
        on connection: inout Connection
    ) throws(PostgresError) -> Int? {
        try connection.query(
            """
            SELECT ceil(extract(epoch FROM max(f.at) - now()))::integer
                   + \(windowMinutes) * 60
              FROM unnest(\(subjects.map(\.text))::text[],
                          \(subjects.map(\.failuresMax))::integer[]) AS s (subject, most)
             CROSS JOIN LATERAL (
                SELECT at FROM login_failures
                 WHERE subject = s.subject
                   AND at > now() - \(windowMinutes) * interval '1 minute'
                 ORDER BY at DESC OFFSET s.most - 1 LIMIT 1) f
            """
        ).one { (row) throws(PostgresError) in try row.decode(0) }
    }

    package static func note(
        _ subjects: [Subject],
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            INSERT INTO login_failures (subject)
            SELECT unnest(\(subjects.map(\.text))::text[])
            """
        )
    }

    /// Begins anew with who has logged in.
    package static func forget(
        _ subject: Subject,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute("DELETE FROM login_failures WHERE subject = \(subject.text)")
    }

    /// Removes what counts no more.
    package static func sweep(on connection: inout Connection) throws(PostgresError) {
        try connection.execute(
            """
            DELETE FROM login_failures
             WHERE at < now() - \(windowMinutes) * interval '1 minute'
            """
        )
    }
}
