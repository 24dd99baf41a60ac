package import Postgres
package import Web

/// What CRMs asked and were answered, kept for a week or as `Retention` says.
package enum WebhookRequests {
    /// A request that was answered a moment ago.
    package struct Entry: Sendable {
        package var tenant: TenantID
        package var at: Int64
        package var method: String
        package var path: String
        package var query: String
        package var source: String?
        package var caller: String?
        package var contentType: String?
        package var body: String
        package var bodyByteCount: Int
        package var status: Int
        package var answer: String
        package var milliseconds: Double
        package var requestID: String
        package var replayOf: Int64?

        package init(
            tenant: TenantID,
            at: Int64,
            method: String,
            path: String,
            query: String = "",
            source: String? = nil,
            caller: String? = nil,
            contentType: String? = nil,
            body: String = "",
            bodyByteCount: Int = 0,
            status: Int,
            answer: String,
            milliseconds: Double,
            requestID: String,
            replayOf: Int64? = nil
        ) {
            self.tenant = tenant
            self.at = at
            self.method = method
            self.path = path
            self.query = query
            self.source = source
            self.caller = caller
            self.contentType = contentType
            self.body = body
            self.bodyByteCount = bodyByteCount
            self.status = status
            self.answer = answer
            self.milliseconds = milliseconds
            self.requestID = requestID
            self.replayOf = replayOf
        }
    }

    /// One line of the log.
    package struct Line: Sendable, Hashable {
        package let id: Int64
        package let at: String
        package let method: String
        package let path: String
        package let query: String
        package let source: String?
        package let caller: String?
        package let contentType: String?
        package let body: String
        package let bodyByteCount: Int
        package let status: Int
        package let answer: String
        package let milliseconds: Double
        package let requestID: String
        package let replayOf: Int64?

        /// Whether all that was posted is here.
        package var isWhole: Bool { bodyByteCount <= bodyByteCountMax }
    }

    package struct Filter: Sendable {
        package var source: String?
        /// True for those that were taken, false for those that were refused.
        package var wasTaken: Bool?
        /// Only older ones than this.
        package var before: Int64?
        package var limit: Int

        package init(
            source: String? = nil,
            wasTaken: Bool? = nil,
            before: Int64? = nil,
            limit: Int = 50
        ) {
            self.source = source
            self.wasTaken = wasTaken
            self.before = before
            self.limit = limit
        }
    }

    /// No more of a body is kept: enough for a transaction, and a limit on what a batch takes.
    package static let bodyByteCountMax = 16 * 1024

    /// Writes down requests of any tenants, and how many others of each were not.
    package static func write(
        _ entries: [Entry],
        unkept: [TenantID: Int],
        on connection: inout Connection
    ) throws(PostgresError) {
        let batch = JSON.array(entries.map(\.json)).serializedText
        let counts = JSON.array(
            unkept.map { ["tenant_id": .int($0.key.rawValue), "count": .int($0.value)] }
        ).serializedText
        try connection.execute("SELECT log_webhook_requests(\(batch)::jsonb, \(counts)::jsonb)")
    }

    /// Removes what is older than its tenant keeps it, and of each tenant all but the newest.
    package static func sweep(
        keeping newest: Int = 20_000,
        on connection: inout Connection
    ) throws(PostgresError) {
        try connection.execute("SELECT sweep_webhook_requests(\(newest))")
    }

    /// The newest first.
    package static func list(
        _ filter: Filter,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        var conditions: SQL = "tenant_id = \(tenant.rawValue)"
        if let source = filter.source { conditions = conditions + " AND source = \(source)" }
        switch filter.wasTaken {
        case true?: conditions = conditions + " AND status < 400"
        case false?: conditions = conditions + " AND status >= 400"
        case nil: break
        }
        if let before = filter.before { conditions = conditions + " AND id < \(before)" }
        return try fetch(
            "\(conditions) ORDER BY id DESC LIMIT \(filter.limit)",
            on: &connection
        )
    }

    package static func find(
        _ id: Int64,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Line? {
        try fetch("tenant_id = \(tenant.rawValue) AND id = \(id)", on: &connection).first
    }

    /// How many of the last day were not kept.
    package static func unkeptOfDay(
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Int {
        try connection.query(
            """
            SELECT coalesce(sum(count), 0)::bigint FROM webhook_requests_unkept
             WHERE tenant_id = \(tenant.rawValue) AND hour > now() - interval '24 hours'
            """
        ).value(as: Int.self)
    }

    private static func fetch(
        _ condition: SQL,
        on connection: inout Connection
    ) throws(PostgresError) -> [Line] {
        try connection.query(
            """
            SELECT id, iso8601(at), method, path, query, source, caller, content_type, body,
                   body_bytes, status, answer, milliseconds::float8, request_id, replay_of
              FROM webhook_requests WHERE \(condition)
            """
        ).map { (row) throws(PostgresError) in
            Line(
                id: try row.decode(0),
                at: try row.decode(1),
                method: try row.decode(2),
                path: try row.decode(3),
                query: try row.decode(4),
                source: try row.decode(5),
                caller: try row.decode(6),
                contentType: try row.decode(7),
                body: try row.decode(8),
                bodyByteCount: try row.decode(9),
                status: try row.decode(10),
                answer: try row.decode(11),
                milliseconds: try row.decode(12),
                requestID: try row.decode(13),
                replayOf: try row.decode(14)
            )
        }
    }
}

extension WebhookRequests.Entry {
    fileprivate var json: JSON {
        [
            "tenant_id": .int(tenant.rawValue), "at_ms": .int(at), "method": .string(method),
            "path": .string(path), "query": .string(query), "source": .optional(source),
            "caller": .optional(caller), "content_type": .optional(contentType),
            "body": .string(body), "body_bytes": .int(bodyByteCount), "status": .int(status),
            "answer": .string(answer), "milliseconds": .number("\(milliseconds)"),
            "request_id": .string(requestID), "replay_of": .optional(replayOf),
        ]
    }
}
