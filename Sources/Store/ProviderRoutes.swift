package import Postgres
package import Routing

/// How much traffic a provider gets now, and how it did lately; known to every process.
package struct ProviderRoute: Sendable, Hashable {
    package var breaker = Breaker()
    /// How long it asked for nothing more, in seconds; 0 when it did not.
    package var restSeconds = 0
    package var pause: Pause?
    package var health = RouteHealth()
    /// The calls that the breaker judges by.
    package var calls = Breaker.Calls(count: 0, failures: 0)
    /// Those of them that ended lately.
    package var latelyCalls = Breaker.Calls(count: 0, failures: 0)

    package struct Pause: Sendable, Hashable {
        package let reason: String
        /// Nil when trouble with the account paused it.
        package let person: String?
        package let since: String
    }

    package init() {}
}

/// What happened at a provider since it was last written down.
package struct ProviderCalls: Sendable, Hashable {
    package var count = 0
    package var failures = 0
    package var restSeconds: Int?

    package init() {}
}

extension Breaker.State: ColumnValue {}

package enum ProviderRoutes {
    /// Every provider that has ever been called, with the figures of the last half hour.
    package static func all(
        on connection: inout Connection
    ) throws(PostgresError) -> [String: ProviderRoute] {
        let rows = try connection.query(
            """
            WITH figures AS (
                SELECT h.provider, sum(delivered) AS delivered, sum(undelivered) AS undelivered,
                       sum(seconds * delivered) / nullif(sum(delivered), 0) AS seconds,
                       coalesce(sum(calls) FILTER (
                           WHERE h.at > greatest(r.since, now() - \(Breaker.windowSeconds)
                                                          * interval '1 second')), 0) AS calls,
                       coalesce(sum(failures) FILTER (
                           WHERE h.at > greatest(r.since, now() - \(Breaker.windowSeconds)
                                                          * interval '1 second')), 0) AS failures,
                       coalesce(sum(calls) FILTER (
                           WHERE h.at > greatest(r.since, now() - \(Breaker.latelySeconds)
                                                          * interval '1 second')), 0) AS late,
                       coalesce(sum(failures) FILTER (
                           WHERE h.at > greatest(r.since, now() - \(Breaker.latelySeconds)
                                                          * interval '1 second')), 0)
                           AS late_failures
                  FROM provider_health h LEFT JOIN provider_routes r USING (provider)
                 WHERE h.at > now() - interval '30 minutes'
                 GROUP BY h.provider
            )
            SELECT provider, coalesce(breaker, 'closed'), coalesce(share, 100),
                   coalesce(extract(epoch FROM since)::bigint, 0),
                   extract(epoch FROM until)::bigint, coalesce(openings, 0),
                   greatest(0, ceil(extract(epoch FROM rest_until - now())))::bigint,
                   iso8601(paused_at), paused_reason, paused_by,
                   coalesce(delivered, 0)::bigint, coalesce(undelivered, 0)::bigint, seconds,
                   coalesce(calls, 0)::bigint, coalesce(failures, 0)::bigint,
                   coalesce(late, 0)::bigint, coalesce(late_failures, 0)::bigint
              FROM provider_routes FULL JOIN figures USING (provider)
            """
        ).map { (row) throws(PostgresError) in
            (name: try row.decode(0, as: String.self), route: try ProviderRoute(row))
        }
        return Dictionary(rows.map { ($0.name, $0.route) }, uniquingKeysWith: { _, last in last })
    }

    /// Adds what happened; a request for rest holds for every process.
    package static func add(
        _ calls: [String: ProviderCalls],
        on connection: inout Connection
    ) throws(PostgresError) {
        for (provider, calls) in calls.sorted(by: { $0.key < $1.key }) {
            try connection.execute(
                """
                INSERT INTO provider_health (provider, calls, failures)
                VALUES (\(provider), \(calls.count), \(calls.failures))
                """
            )
            guard let seconds = calls.restSeconds else { continue }
            try connection.execute(
                """
                INSERT INTO provider_routes AS r (provider, rest_until)
                VALUES (\(provider), now() + \(seconds) * interval '1 second')
                ON CONFLICT (provider) DO UPDATE
                   SET rest_until = greatest(r.rest_until, EXCLUDED.rest_until)
                """
            )
        }
    }

    /// Turns a breaker, unless another process was faster.
    ///
    /// - Returns: whether this call turned it.
    package static func turn(
        _ turn: Turn,
        from before: Breaker,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        let (provider, after) = (turn.provider, turn.breaker)
        return try connection.transaction { (connection) throws(PostgresError) in
            try connection.execute(
                """
                INSERT INTO provider_routes (provider, since) VALUES (\(provider), 'epoch')
                ON CONFLICT DO NOTHING
                """
            )
            let count = try connection.execute(
                """
                UPDATE provider_routes
                   SET breaker = \(after.state.rawValue)::breaker_state, share = \(after.share),
                       since = now(), openings = \(after.openings),
                       until = now() + \(after.until.map { $0 - after.since })
                                       * interval '1 second'
                 WHERE provider = \(provider) AND breaker = \(before.state.rawValue)::breaker_state
                   AND share = \(before.share) AND openings = \(before.openings)
                """
            )
            guard count > 0 else { return false }
            try RouteChanges.add(
                provider,
                after.state == .closed ? "\(after.share) %" : after.state.rawValue,
                reason: turn.reason,
                on: &connection
            )
            return true
        }
    }

    /// One turn of a breaker.
    package struct Turn: Sendable, Hashable {
        package let provider: String
        package let breaker: Breaker
        package let reason: String

        package init(provider: String, breaker: Breaker, reason: String) {
            self.provider = provider
            self.breaker = breaker
            self.reason = reason
        }
    }

    /// Reads every provider, and turns the breakers that their calls ask to turn; `now` is in
    /// seconds since 1970.
    package static func review(
        now: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> (routes: [String: ProviderRoute], turns: [Turn]) {
        var routes = try all(on: &connection)
        var turns: [Turn] = []
        for (name, route) in routes {
            let next = route.breaker.next(after: route.calls, lately: route.latelyCalls, now: now)
            guard let next else { continue }
            routes[name]?.breaker = next.breaker
            let turn = Turn(provider: name, breaker: next.breaker, reason: next.reason)
            if try self.turn(turn, from: route.breaker, on: &connection) { turns.append(turn) }
        }
        return (routes, turns)
    }

    /// Stops a provider; one that is stopped already stays stopped for its first reason.
    package static func pause(
        _ provider: String,
        reason: String,
        by person: String?,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.transaction { (connection) throws(PostgresError) in
            let count = try connection.execute(
                """
                INSERT INTO provider_routes AS r (provider, paused_at, paused_reason, paused_by)
                VALUES (\(provider), now(), \(reason), \(person))
                ON CONFLICT (provider) DO UPDATE
                   SET paused_at = now(), paused_reason = EXCLUDED.paused_reason,
                       paused_by = EXCLUDED.paused_by
                 WHERE r.paused_at IS NULL
                    OR r.paused_by IS NULL AND EXCLUDED.paused_by IS NOT NULL
                """
            )
            guard count > 0 else { return }
            try RouteChanges.add(provider, "paused", reason: reason, by: person, on: &connection)
        }
    }

    /// Lets a provider go on with a full share, and clears its alert.
    ///
    /// - Returns: whether it was paused; a person's pause ends by a person only.
    package static func resume(
        _ provider: String,
        reason: String,
        by person: String?,
        on connection: inout Connection
    ) throws(PostgresError) -> Bool {
        try connection.transaction { (connection) throws(PostgresError) in
            let count = try connection.execute(
                """
                UPDATE provider_routes
                   SET paused_at = NULL, paused_reason = NULL, paused_by = NULL
                 WHERE provider = \(provider) AND paused_at IS NOT NULL
                   AND (paused_by IS NULL OR \(person)::text IS NOT NULL)
                """
            )
            guard count > 0 else { return false }
            try RouteChanges.add(provider, "resumed", reason: reason, by: person, on: &connection)
            try Alerts.clear(.providerPaused, subject: provider, on: &connection)
            return true
        }
    }

    /// Forgets figures that nothing looks at any more.
    package static func sweep(on connection: inout Connection) throws(PostgresError) {
        try connection.execute(
            "DELETE FROM provider_health WHERE at < now() - interval '2 hours'"
        )
    }
}

extension ProviderRoute {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        breaker = Breaker(
            state: try row.decode(1),
            share: try row.decode(2),
            since: try row.decode(3),
            until: try row.decode(4),
            openings: try row.decode(5)
        )
        restSeconds = try row.decode(6)
        if let since = try row.decode(7, as: String?.self) {
            pause = Pause(
                reason: try row.decode(8, as: String?.self) ?? "",
                person: try row.decode(9),
                since: since
            )
        }
        health = RouteHealth(
            delivered: try row.decode(10),
            undelivered: try row.decode(11),
            medianSeconds: try row.decode(12)
        )
        calls = Breaker.Calls(count: try row.decode(13), failures: try row.decode(14))
        latelyCalls = Breaker.Calls(count: try row.decode(15), failures: try row.decode(16))
    }
}
