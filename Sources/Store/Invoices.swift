package import Messaging
package import Postgres
package import Web

/// What providers bill, line by line.
package enum Invoices {
    /// A line, of one message or of a day and country.
    package struct Line: Sendable, Hashable {
        /// Where it stands in the file.
        package let line: Int
        package let subject: Subject
        package let amount: Money

        package enum Subject: Sendable, Hashable {
            case message(providerMessageID: String)
            /// `YYYY-MM-DD`, and two letters where the file names a country.
            case day(String, country: String?)
        }

        package init(line: Int, subject: Subject, amount: Money) {
            self.line = line
            self.subject = subject
            self.amount = amount
        }
    }

    /// What an import did.
    package struct Imported: Sendable, Hashable {
        package let fileID: Int64
        /// The file had been imported before, and nothing was done.
        package let isRepeated: Bool
        package let lineCount: Int
        /// Lines of messages that this tenant has not sent.
        package let unmatchedCount: Int
    }

    /// Stores a file's lines, once: the hash of its bytes tells a repeated one.
    ///
    /// Call it in a transaction: all lines are stored, or none.
    package static func save(
        _ lines: [Line],
        provider: String,
        file: (name: String, hash: String),
        by caller: Caller,
        on connection: inout Connection
    ) throws(PostgresError) -> Imported {
        let tenant = caller.tenant.rawValue
        let created = try connection.query(
            """
            INSERT INTO invoice_files (tenant_id, hash, name, line_count, imported_by)
            VALUES (\(tenant), \(file.hash), \(file.name), \(lines.count), \(caller.name))
            ON CONFLICT DO NOTHING RETURNING id
            """
        ).first { (row) throws(PostgresError) in try row.decode(0, as: Int64.self) }
        if let created {
            let text = JSON.array(lines.map(\.json)).serializedText
            try connection.execute(
                """
                INSERT INTO invoice_lines (file_id, tenant_id, provider, line, provider_message_id,
                                           day, country, amount_micros, currency)
                SELECT \(created), \(tenant), \(provider), line, provider_message_id, day, country,
                       amount_micros, currency
                  FROM jsonb_to_recordset(\(text)::jsonb) AS l (
                           line integer, provider_message_id text, day date, country text,
                           amount_micros bigint, currency text)
                """
            )
        }
        return try connection.query(
            """
            SELECT f.id, f.line_count,
                   (SELECT count(*) FROM invoice_lines l
                     WHERE l.file_id = f.id AND l.provider_message_id IS NOT NULL
                       AND NOT EXISTS (SELECT FROM attempts a
                                        WHERE a.provider = l.provider
                                          AND a.provider_message_id = l.provider_message_id
                                          AND a.tenant_id = l.tenant_id))
              FROM invoice_files f WHERE f.tenant_id = \(tenant) AND f.hash = \(file.hash)
            """
        ).one { (row) throws(PostgresError) in
            Imported(
                fileID: try row.decode(0),
                isRepeated: created == nil,
                lineCount: try row.decode(1),
                unmatchedCount: try row.decode(2)
            )
        }
    }
}

extension Invoices.Line {
    fileprivate var json: JSON {
        var members: [JSON.Object.Member] = [
            .init("line", .int(line)), .init("amount_micros", .int(amount.micros)),
            .init("currency", .string(amount.currency.code)),
        ]
        switch subject {
        case .message(let id): members.append(.init("provider_message_id", .string(id)))
        case .day(let day, let country):
            members.append(.init("day", .string(day)))
            members.append(.init("country", .optional(country)))
        }
        return .object(JSON.Object(members))
    }
}
