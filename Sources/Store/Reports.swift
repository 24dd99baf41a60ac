package import Messaging
package import Postgres
package import Web

/// Providers' reports on messages: kept as they came, then applied.
package enum Reports {
    package struct Report: Sendable {
        package let provider: String
        package let receipt: Receipt
        package let fault: Fault?
        /// The message and attempt that the callback's address named; a report may come before
        /// the provider's answer to the call is recorded.
        package let messageID: String?
        package let attemptNumber: Int?
        package let idempotencyToken: String?
        /// The report as it came.
        package let raw: JSON

        package init(
            provider: String,
            receipt: Receipt,
            fault: Fault?,
            messageID: String?,
            attemptNumber: Int?,
            idempotencyToken: String?,
            raw: JSON
        ) {
            self.provider = provider
            self.receipt = receipt
            self.fault = fault
            self.messageID = messageID
            self.attemptNumber = attemptNumber
            self.idempotencyToken = idempotencyToken
            self.raw = raw
        }
    }

    /// Reports that come together share a commit.
    ///
    /// Two commits may be under way: both lock tokens and then messages in one order, and the order
    /// in which reports of one message are applied does not matter.
    package static func groupCommit(
        on database: Database,
        reportOverdueSeconds: Int
    ) -> GroupCommit<Report, Void> {
        GroupCommit(itemsMax: 200, leadersMax: 2) { reports in
            try database.inTransaction { connection in
                try apply(reports, reportOverdueSeconds: reportOverdueSeconds, on: &connection)
            }
            return reports.map { _ in () }
        }
    }

    /// Stores the reports and applies those that are not repetitions; call it in a transaction.
    package static func apply(
        _ reports: [Report],
        reportOverdueSeconds: Int,
        on connection: inout Connection
    ) throws(PostgresError) {
        let located = Array(zip(reports, try locate(reports, on: &connection)))
        var news = try store(located, on: &connection)
        let fresh = located.filter { report, place in
            // Of two with one token in the same batch, the first one counts.
            report.idempotencyToken.map { news.remove($0) != nil } ?? true
        }
        try Progressing.apply(
            fresh.compactMap { report, place in
                place.map { place in
                    Progressing.Item(
                        messageID: place.messageID,
                        attemptNumber: place.attemptNumber,
                        news: .reported(report.receipt, report.fault)
                    )
                }
            },
            reportOverdueSeconds: reportOverdueSeconds,
            on: &connection
        )
    }

    private struct Place {
        let messageID: String
        let attemptNumber: Int
    }

    /// Finds the attempts by the provider's id, else by the message and attempt named.
    private static func locate(
        _ reports: [Report],
        on connection: inout Connection
    ) throws(PostgresError) -> [Place?] {
        let found = try connection.query(
            """
            SELECT r.place, coalesce(known.message_id, named.message_id),
                   coalesce(known.number, named.number)
              FROM unnest(\(reports.map(\.provider))::text[],
                          \(reports.map(\.receipt.providerMessageID))::text[],
                          \(reports.map(\.messageID))::uuid[],
                          \(reports.map { $0.attemptNumber.map(Int64.init) })::bigint[])
                   WITH ORDINALITY AS r (provider, provider_message_id, message_id, number, place)
              LEFT JOIN attempts known
                ON known.provider = r.provider
               AND known.provider_message_id = r.provider_message_id
              LEFT JOIN attempts named
                ON named.message_id = r.message_id AND named.number = r.number
               AND named.provider = r.provider AND named.provider_message_id IS NULL
             ORDER BY r.place
            """
        ).map { (row) throws(PostgresError) -> Place? in
            guard let messageID = try row.decode(1, as: String?.self) else { return nil }
            return Place(messageID: messageID, attemptNumber: try row.decode(2))
        }
        return found
    }

    /// - Returns: the tokens that were not known before.
    private static func store(
        _ located: [(report: Report, place: Place?)],
        on connection: inout Connection
    ) throws(PostgresError) -> Set<String> {
        let reports = located.map(\.report)
        let raws = reports.map { $0.raw.serializedText }
        let tokens = try connection.query(
            """
            INSERT INTO delivery_reports (tenant_id, message_id, provider, provider_message_id,
                                          idempotency_token, raw)
            SELECT m.tenant_id, r.message_id, r.provider, r.provider_message_id, r.token,
                   -- What is reported of somebody who was erased meanwhile says who it was.
                   CASE WHEN m.content_removed_at IS NULL THEN r.raw::jsonb ELSE '{}' END
              FROM unnest(\(located.map { $0.place?.messageID })::uuid[],
                          \(reports.map(\.provider))::text[],
                          \(reports.map(\.receipt.providerMessageID))::text[],
                          \(reports.map(\.idempotencyToken))::text[], \(raws)::text[])
                   AS r (message_id, provider, provider_message_id, token, raw)
              LEFT JOIN messages m ON m.id = r.message_id
             ORDER BY r.token
            ON CONFLICT (idempotency_token) DO NOTHING
            RETURNING idempotency_token
            """
        ).map { (row) throws(PostgresError) in try row.decode(0, as: String?.self) }
        return Set(tokens.compactMap(\.self))
    }
}
