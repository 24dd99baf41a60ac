package import Messaging
package import Postgres

/// Applies news to messages: the rows are locked, `MessageProgress` decides, and the decision is
/// written with its lines on the timeline, all in one transaction.
package enum Progressing {
    /// News of one attempt of one message.
    package struct Item: Sendable {
        package let messageID: String
        package let attemptNumber: Int
        package let news: News
        package var call = Call()

        /// How the call to the provider went, when there was one.
        package struct Call: Sendable, Hashable {
            package var milliseconds: Int?
            package var httpStatus: Int?

            package init(milliseconds: Int? = nil, httpStatus: Int? = nil) {
                self.milliseconds = milliseconds
                self.httpStatus = httpStatus
            }
        }

        package init(messageID: String, attemptNumber: Int, news: News, call: Call = Call()) {
            self.messageID = messageID
            self.attemptNumber = attemptNumber
            self.news = news
            self.call = call
        }
    }

    /// News that the server refused to store.
    package struct Refused: Sendable {
        package let item: Item
        /// The server's code for why.
        package let reason: String
    }

    /// Applies news in their order; `reportOverdueSeconds` is how long a final report may take
    /// before the provider is asked.
    package static func apply(
        _ items: [Item],
        reportOverdueSeconds: Int,
        on connection: inout Connection
    ) throws(PostgresError) {
        guard !items.isEmpty else { return }
        let ids = Array(Set(items.map(\.messageID)))
        try connection.transaction { (connection) throws(PostgresError) in
            var progress = try lock(ids, reportOverdueSeconds, on: &connection)
            var changes: [StepChange] = []
            for item in items {
                let step = progress[item.messageID]?.hear(
                    item.news,
                    of: item.attemptNumber,
                    fraction: Double.random(in: 0..<1)
                )
                if let step { changes.append(StepChange(step, of: item)) }
            }
            try StepChange.write(changes, on: &connection)
            try Suppressions.add(fromFaults: changes.compactMap(\.fault), on: &connection)
        }
    }

    /// Applies news in one transaction or, when the server refuses that, each alone.
    ///
    /// - Returns: the news that the server refused.
    package static func apply(
        _ items: [Item],
        reportOverdueSeconds: Int,
        on database: Database
    ) throws -> [Refused] {
        do {
            try database.forAll { connection in
                try apply(items, reportOverdueSeconds: reportOverdueSeconds, on: &connection)
            }
            return []
        } catch PostgresError.server(let reason) {
            guard items.count > 1 else {
                return items.map { Refused(item: $0, reason: reason.state.rawValue) }
            }
            return try items.flatMap {
                try apply([$0], reportOverdueSeconds: reportOverdueSeconds, on: database)
            }
        }
    }

    /// Locks messages, always in the same order so that two callers never wait for each other, and
    /// reads where they stand.
    private static func lock(
        _ messageIDs: [String],
        _ reportOverdueSeconds: Int,
        on connection: inout Connection
    ) throws(PostgresError) -> [String: MessageProgress] {
        try connection.execute(
            """
            SELECT FROM messages WHERE id = ANY(\(messageIDs)::uuid[]) ORDER BY id FOR UPDATE
            """
        )
        let rows = try connection.query(
            """
            SELECT m.id, m.status, m.attempt_count, m.free_attempts,
                   m.next_attempt_at IS NOT NULL,
                   extract(epoch FROM now() - coalesce(m.valid_from, m.due_at))::bigint,
                   s.retry_attempts, s.retry_delay_minutes,
                   a.number, a.state, a.status, a.provider_message_id, a.check_count,
                   a.error_code, a.error_message, a.http_status, a.error_class,
                   extract(epoch FROM now() - coalesce(a.ended_at, a.started_at))::bigint
              FROM messages m
              JOIN tenant_settings s ON s.tenant_id = m.tenant_id
              JOIN attempts a ON a.message_id = m.id
             WHERE m.id = ANY(\(messageIDs)::uuid[])
            """
        ).map { (row) throws(PostgresError) in
            (
                messageID: try row.decode(0, as: String.self),
                message: try MessageProgress(row, reportOverdueSeconds),
                number: try row.decode(8, as: Int.self),
                attempt: try AttemptProgress(row)
            )
        }
        var progress: [String: MessageProgress] = [:]
        for row in rows {
            progress[row.messageID, default: row.message].attempts[row.number] = row.attempt
        }
        return progress
    }
}

extension MessageProgress {
    fileprivate init(_ row: borrowing Row, _ reportOverdueSeconds: Int) throws(PostgresError) {
        self.init(
            status: try row.decode(1),
            attemptCount: try row.decode(2),
            freeAttempts: try row.decode(3),
            isAwaitingAttempt: try row.decode(4),
            ageSeconds: try row.decode(5),
            policy: RetryPolicy(
                retriesMax: try row.decode(6),
                retryDelayMinutes: try row.decode(7),
                reportOverdueSeconds: reportOverdueSeconds
            ),
            attempts: [:]
        )
    }
}

extension AttemptProgress {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        let code = try row.decode(13, as: String?.self)
        let message = try row.decode(14, as: String?.self)
        let httpStatus = try row.decode(15, as: Int?.self)
        let judged = try row.decode(16, as: String?.self).flatMap(ErrorClass.init)
        self.init(
            state: try row.decode(9),
            status: try row.decode(10),
            fault: code.map {
                Fault(stored: $0, message: message, judged: judged, httpStatus: httpStatus)
            },
            providerMessageID: try row.decode(11),
            checkCount: try row.decode(12),
            ageSeconds: try row.decode(17)
        )
    }
}
