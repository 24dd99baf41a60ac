package import Postgres
package import Web

/// A list as a file, streamed from PostgreSQL to the client without ever being held as a whole.
package struct ListExport: Sendable {
    /// The rows as a person's spreadsheet has them; texts already harmless.
    let cells: SQL
    /// The same rows as programs have them: texts as they are.
    let values: SQL

    package enum Format: String, Sendable, Hashable, CaseIterable {
        /// CSV (RFC 4180) with a header line. Text that a spreadsheet would run as a formula is
        /// preceded by an apostrophe, as OWASP's advice on CSV injection says.
        case csv
        /// One JSON object a line.
        case ndjson
    }

    /// Writes the file piece by piece.
    package func write(
        _ format: Format,
        on connection: inout Connection,
        to write: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        switch format {
        case .csv:
            try connection.copyOut(
                "COPY (\(cells)) TO STDOUT WITH (FORMAT csv, HEADER)",
                lineEnd: .carriageReturnLineFeed,
                to: write
            )
        case .ndjson:
            // With marks that JSON never holds, nothing is quoted and each row is its text.
            try connection.copyOut(
                """
                COPY (SELECT row_to_json(listed) FROM (\(values)) listed)
                  TO STDOUT WITH (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02', ESCAPE E'\\x02')
                """,
                to: write
            )
        }
    }
}

extension ListExport {
    /// Texts as a spreadsheet may have them, or as they are.
    static func select(_ columns: (_ text: (SQL) -> SQL) -> SQL, _ rest: SQL) -> ListExport {
        ListExport(
            cells: "SELECT \(columns { "harmless(\($0))" }) \(rest)",
            values: "SELECT \(columns { $0 }) \(rest)"
        )
    }

    /// The log, newest first.
    ///
    /// `after` is the id of the last message that the client has of a file that broke off.
    package static func messages(
        of tenant: TenantID,
        _ filter: MessageFilter,
        after: String? = nil,
        on connection: inout Connection
    ) throws(PostgresError) -> ListExport {
        let filter = try filter.resolved(for: tenant, on: &connection)
        var conditions = filter.conditions
        if let rare = filter.search?.rarest {
            conditions =
                "m.id = ANY(ARRAY(SELECT id FROM (\(rare.messageIDs(of: tenant))) found)) AND "
                + conditions
        }
        if let after {
            conditions =
                conditions + """
                     AND (m.received_at, m.id) < (SELECT received_at, id FROM messages
                                                   WHERE tenant_id = \(tenant.rawValue)
                                                     AND id = \(after)::uuid)
                    """
        }
        return select(
            { text in
                """
                m.id AS message_id, \(text("t.external_id")) AS transaction_id,
                m.kind, m.status, \(text("t.customer_name")) AS customer_name,
                m.recipient AS customer_phone, \(text("d.name")) AS dealership_name,
                \(text("t.sales_rep_name")) AS sales_rep_name,
                trim_scale(t.amount_micros / 1000000.0) AS amount, t.currency,
                iso8601(m.received_at) AS received_at, iso8601(m.due_at) AS due_at,
                iso8601(m.sent_at) AS sent_at, iso8601(m.finished_at) AS finished_at,
                m.attempt_count AS attempts, m.error_code, m.segments,
                trim_scale(m.price_micros / 1000000.0) AS price, m.price_currency,
                \(text("m.body")) AS body
                """
            },
            """
              FROM messages m
              JOIN transactions t ON t.id = m.transaction_id
              LEFT JOIN dealerships d ON d.id = m.dealership_id
             WHERE \(conditions)
             ORDER BY m.received_at DESC, m.id DESC
            """
        )
    }

    /// The numbers that are not written to, newest first.
    package static func suppressions(of tenant: TenantID, _ filter: SuppressionFilter) -> ListExport
    {
        select(
            { text in
                """
                id, number, reason, source, \(text("note")) AS note,
                \(text("added_by")) AS added_by, iso8601(added_at) AS added_at,
                \(text("released_by")) AS released_by, iso8601(released_at) AS released_at,
                \(text("release_note")) AS release_note
                """
            },
            "FROM suppressions WHERE \(filter.conditions(for: tenant)) ORDER BY id DESC"
        )
    }

    /// What customers wrote, newest first.
    package static func conversations(of tenant: TenantID) -> ListExport {
        select(
            { text in
                """
                id, iso8601(received_at) AS received_at, sender AS customer_phone,
                \(text("sender_name")) AS customer_name, recipient AS our_number, provider,
                \(text("body")) AS body, intent, message_id AS answers_message_id, needs_review,
                \(text("handled_by")) AS handled_by, iso8601(handled_at) AS handled_at
                """
            },
            """
            FROM inbound_messages WHERE tenant_id = \(tenant.rawValue) ORDER BY id DESC
            """
        )
    }

    /// What waits for a person, newest first.
    package static func parked(of tenant: TenantID) -> ListExport {
        select(
            { text in
                """
                m.id AS message_id, \(text("t.external_id")) AS transaction_id,
                m.recipient AS customer_phone, \(text("t.customer_name")) AS customer_name,
                \(text("d.name")) AS dealership_name, m.hold AS reason,
                iso8601(m.received_at) AS received_at, iso8601(t.completed_at) AS completed_at
                """
            },
            """
            FROM messages m
            JOIN transactions t ON t.id = m.transaction_id
            LEFT JOIN dealerships d ON d.id = m.dealership_id
             WHERE m.tenant_id = \(tenant.rawValue) AND m.hold IS NOT NULL
             ORDER BY m.received_at DESC, m.id DESC
            """
        )
    }
}
