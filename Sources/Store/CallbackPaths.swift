package import Messaging
package import Postgres

/// Whether each account's reports reach us, judged by the messages that it accepted.
package enum CallbackPaths {
    /// What is known of one account's reports before it is judged.
    package struct Observation: Sendable, Hashable {
        package let provider: String
        /// What it was judged to be when it was last looked at.
        package let state: CallbackPathState
        package let evidence: CallbackEvidence
        /// Reports that came lately and belong to no message of ours.
        package let unmatched: Int
    }

    /// What an account's reports were found to do.
    package struct Verdict: Sendable, Hashable {
        package let provider: String
        package let evidence: CallbackEvidence
        /// Where the way is broken; nil when it works.
        package let hop: CallbackHop?

        package init(provider: String, evidence: CallbackEvidence, hop: CallbackHop?) {
            self.provider = provider
            self.evidence = evidence
            self.hop = hop
        }

        var state: CallbackPathState { hop == nil ? .working : .broken }
    }

    /// One account's way, as it is shown.
    package struct Line: Sendable, Hashable {
        package let provider: String
        package let state: CallbackPathState
        package let since: String
        package let hop: String?
        package let detail: String?
        package let accepted: Int
        package let reported: Int
    }

    /// Accounts that accepted something lately, and those that were judged before.
    ///
    /// Of each account the newest attempts are enough, however many there are. Once a way works
    /// again, those from before have no report and never will; they do not count against it.
    package static func observe(
        on connection: inout Connection
    ) throws(PostgresError) -> [Observation] {
        let windowSeconds = CallbackEvidence.windowSeconds
        let graceSeconds = CallbackEvidence.graceSeconds
        return try connection.query(
            """
            WITH recent AS (
                SELECT a.provider, a.message_id, a.provider_message_id,
                       row_number() OVER (PARTITION BY a.provider ORDER BY a.started_at DESC)
                           AS place
                  FROM attempts a LEFT JOIN callback_paths p
                    ON p.provider = a.provider AND p.state = 'working'
                 WHERE a.state = 'accepted'
                   AND a.started_at > now() - \(windowSeconds) * interval '1 second'
                   AND a.started_at < now() - \(graceSeconds) * interval '1 second'
                   AND coalesce(a.started_at > p.since - \(graceSeconds) * interval '1 second', true)
            ), looked_at AS MATERIALIZED (
                SELECT a.provider, a.place,
                       EXISTS (SELECT FROM delivery_reports r
                                WHERE r.message_id = a.message_id AND r.provider = a.provider
                                  AND r.provider_message_id = a.provider_message_id) AS is_reported
                  FROM recent a WHERE a.place <= \(sampleMax)
            ), evidence AS (
                SELECT provider, count(*) AS accepted,
                       count(*) FILTER (WHERE is_reported) AS reported,
                       count(*) FILTER (WHERE is_reported
                                          AND place <= \(CallbackEvidence.newestCount)) AS newest
                  FROM looked_at GROUP BY provider
            )
            SELECT provider, coalesce(p.state, 'working'), coalesce(e.accepted, 0),
                   coalesce(e.reported, 0), coalesce(e.newest, 0),
                   (SELECT count(*) FROM delivery_reports r
                     WHERE r.message_id IS NULL
                       AND r.provider = coalesce(e.provider, p.provider)
                       AND r.received_at > now() - \(windowSeconds) * interval '1 second')
              FROM evidence e FULL JOIN callback_paths p USING (provider)
             ORDER BY provider
            """
        ).map { (row) throws(PostgresError) in
            Observation(
                provider: try row.decode(0),
                state: try row.decode(1),
                evidence: CallbackEvidence(
                    accepted: try row.decode(2),
                    reported: try row.decode(3),
                    newestReported: try row.decode(4)
                ),
                unmatched: try row.decode(5)
            )
        }
    }

    /// A share is known well enough from so many, and looking for their reports takes no time.
    private static let sampleMax = 500

    /// Writes a verdict down; call it in a transaction.
    ///
    /// While the way is broken an alert says where; when it breaks, what the reports would have told
    /// is asked for instead.
    package static func record(
        _ verdict: Verdict,
        on connection: inout Connection
    ) throws(PostgresError) {
        let isTurned = try connection.query(
            """
            INSERT INTO callback_paths AS known (provider, state, hop, detail, accepted, reported)
            VALUES (\(verdict.provider), \(verdict.state.rawValue)::callback_path_state,
                    \(verdict.hop?.rawValue), \(verdict.hop?.sentence),
                    \(verdict.evidence.accepted), \(verdict.evidence.reported))
            ON CONFLICT (provider) DO UPDATE
               SET state = EXCLUDED.state, hop = EXCLUDED.hop, detail = EXCLUDED.detail,
                   accepted = EXCLUDED.accepted, reported = EXCLUDED.reported, checked_at = now(),
                   since = CASE WHEN known.state = EXCLUDED.state THEN known.since ELSE now() END
            RETURNING since = now()
            """
        ).value(as: Bool.self)
        guard let hop = verdict.hop else {
            guard isTurned else { return }
            return try Alerts.clear(
                .callbackPathBroken,
                subject: verdict.provider,
                on: &connection
            )
        }
        try Alerts.raise(
            .callbackPathBroken,
            subject: verdict.provider,
            detail: "Of \(verdict.evidence.accepted) messages that \(verdict.provider) accepted, "
                + "\(verdict.evidence.reported) were reported on. \(hop.sentence)",
            on: &connection
        )
        if isTurned { try hasten(verdict.provider, on: &connection) }
    }

    /// Brings forward the question about what is not reported, spread so that the provider is not
    /// asked about everything at once.
    private static func hasten(
        _ provider: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        let final = DeliveryStatus.allCases.filter(\.isFinal).map(\.rawValue)
        try connection.execute(
            """
            UPDATE attempts SET check_at = now() + random() * \(spreadSeconds) * interval '1 second'
             WHERE provider = \(provider) AND state = 'accepted'
               AND check_at > now() + \(spreadSeconds) * interval '1 second'
               AND coalesce(status <> ALL (\(final)::message_status[]), true)
            """
        )
    }

    /// A hundred thousand messages are asked about at the pace at which they are asked about anyway.
    private static let spreadSeconds = 120

    /// Forgets the ways of accounts that there are no more, with their alerts.
    ///
    /// `home` is the account of the settings, which has no row.
    package static func sweep(
        home: String,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            WITH gone AS (
                DELETE FROM callback_paths
                 WHERE provider <> \(home)
                   AND provider NOT IN (SELECT name FROM provider_accounts)
                RETURNING provider
            )
            UPDATE alerts a SET cleared_at = now() FROM gone
             WHERE a.kind = \(Alerts.Kind.callbackPathBroken.rawValue)
               AND a.subject = gone.provider AND a.cleared_at IS NULL
            """
        )
    }

    /// Every way that was judged; for workers, since it tells of all tenants' accounts.
    package static func all(on connection: inout Connection) throws(PostgresError) -> [Line] {
        try connection.query(
            """
            SELECT provider, state, iso8601(since), hop, detail, accepted, reported
              FROM callback_paths ORDER BY provider
            """
        ).map { (row) throws(PostgresError) in
            Line(
                provider: try row.decode(0),
                state: try row.decode(1),
                since: try row.decode(2),
                hop: try row.decode(3),
                detail: try row.decode(4),
                accepted: try row.decode(5),
                reported: try row.decode(6)
            )
        }
    }
}

extension CallbackPathState: ColumnValue {}
