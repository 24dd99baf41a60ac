package import Postgres

/// When each sender and account is free for its next segment.
///
/// Workers lock the lanes that they may use for the length of their transaction, so that two of
/// them never give the same moment away.
package enum Lanes {
    /// How long until each lane is free, in seconds; those of which nothing is known are free.
    package static func lock(
        _ lanes: [String],
        on connection: inout Connection
    ) throws(PostgresError) -> [String: Double] {
        guard !lanes.isEmpty else { return [:] }
        try connection.execute(
            """
            INSERT INTO lanes (lane, free_at)
            SELECT lane, now() FROM unnest(\(lanes)::text[]) lane ORDER BY lane
            ON CONFLICT DO NOTHING
            """
        )
        let rows = try connection.query(
            """
            SELECT lane, greatest(0, extract(epoch FROM free_at - clock_timestamp()))::float8
              FROM (SELECT * FROM lanes WHERE lane = ANY(\(lanes)::text[])
                     ORDER BY lane FOR UPDATE) locked
            """
        ).map { (row) throws(PostgresError) in
            (try row.decode(0, as: String.self), try row.decode(1, as: Double.self))
        }
        return Dictionary(rows, uniquingKeysWith: { _, last in last })
    }

    /// Writes how long until each lane is free again, in seconds.
    package static func occupy(
        _ lanes: [String: Double],
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !lanes.isEmpty else { return }
        let names = Array(lanes.keys)
        let seconds = names.map { String(lanes[$0] ?? 0) }
        try connection.execute(
            """
            UPDATE lanes l SET free_at = clock_timestamp() + o.seconds * interval '1 second'
              FROM unnest(\(names)::text[], \(seconds)::float8[]) AS o (lane, seconds)
             WHERE l.lane = o.lane
            """
        )
    }
}
