import Crypto
import Glibc
import Messaging
import Postgres
import Secrets
import Store
import TestSupport
import Web

@testable import Archiving

/// A schema, a folder and somebody who archives, with messages that were said long ago.
final class Desk: Sendable {
    let scratch: ScratchDatabase
    let workers: Database
    let key: SealingKey
    let vault: Vault
    let path: String

    init() throws {
        scratch = try ScratchDatabase.withSchema()
        workers = Database(scratch.pool(as: .worker))
        key = try SealingKey(randomBytes(SealingKey.length))
        vault = Vault(key)
        path = "/tmp/archiving-tests-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        mkdir(path, 0o700)
    }

    deinit { try? folder.removeAll(path) }

    var folder: ArchiveFolder { ArchiveFolder(path) }

    func archivist(stepCount: Int = 3, fileCount: Int = 5) -> Archivist {
        Archivist(
            database: workers,
            vault: vault,
            folder: folder,
            stepCount: stepCount,
            fileCount: fileCount
        )
    }

    var restorer: Restorer {
        Restorer(database: workers, vault: vault, folder: folder, stepCount: 2)
    }

    // MARK: - What was said

    func execute(_ sql: SQL) throws {
        var connection = try scratch.connect(as: .owner)
        try connection.execute(sql)
    }

    func value<Value: ColumnValue>(_ sql: SQL, as type: Value.Type = Value.self) throws -> Value {
        var connection = try scratch.connect(as: .owner)
        return try connection.query(sql).value(as: type)
    }

    /// So many messages that were delivered long ago, to as many people as there are numbers, with
    /// replies and ratings of some.
    func say(_ count: Int, people: Int = 3, tenant: Int = 1) throws {
        try execute(
            """
            WITH said AS (
                SELECT n, gen_random_uuid() AS t, gen_random_uuid() AS m,
                       now() - interval '200 days' + n * interval '1 minute' AS at,
                       '+1500555' || (1000 + n % \(people)) AS phone
                  FROM generate_series(1, \(count)) n
            ), transactions AS (
                INSERT INTO transactions (id, tenant_id, external_id, customer_phone, customer_name,
                                          sales_rep_name, received_at)
                SELECT t, \(tenant), 'T-' || n, phone, 'Zoë "' || n || '"', 'Grace', at FROM said
            ), messages AS (
                INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient,
                                      received_at, due_at, due_hour, body, own_text)
                SELECT m, \(tenant), t, 'transaction', 'delivered', phone, at, at, at,
                       'Hi Zoë, thanks for your visit no. ' || n || E'!\\n🚗', NULL FROM said
            ), attempts AS (
                INSERT INTO attempts (message_id, number, tenant_id, provider, recipient, body)
                SELECT m, 1, \(tenant), 'twilio', phone, 'Hi Zoë, no. ' || n FROM said
            ), reports AS (
                INSERT INTO delivery_reports (tenant_id, message_id, provider, provider_message_id, raw)
                SELECT \(tenant), m, 'twilio', 'SM' || n,
                       jsonb_build_object('MessageStatus', 'delivered', 'To', phone) FROM said
            ), events AS (
                INSERT INTO message_events (tenant_id, message_id, kind, detail)
                SELECT \(tenant), m, 'rendered', jsonb_build_object('body', 'Hi', 'segments', 1)
                  FROM said
            ), ratings AS (
                INSERT INTO engagements (message_id, tenant_id, clicked_at, stars, comment, rated_at)
                SELECT m, \(tenant), at, 5, 'Lovely ' || n, at FROM said WHERE n % 2 = 0
            )
            INSERT INTO inbound_messages (tenant_id, provider, provider_message_id, sender, recipient,
                                          body, intent, raw, received_at)
            SELECT \(tenant), 'twilio', 'IN-' || \(tenant) || '-' || n, phone, '+15005550006', 'Thanks ' || n, 'other',
                   '{"NumMedia": "0"}', at
              FROM said WHERE n % 3 = 0
            """
        )
    }

    /// All that was said, as one text: the same before and after.
    func everything() throws -> String {
        try value(
            """
            SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
                SELECT concat_ws('|', 'm', m.id, m.body, m.own_text, t.customer_name,
                                 t.sales_rep_name, m.content_removed_at) AS line
                  FROM messages m JOIN transactions t ON t.id = m.transaction_id
                UNION ALL SELECT concat_ws('|', 'a', message_id, body) FROM attempts
                UNION ALL SELECT concat_ws('|', 'r', id, raw) FROM delivery_reports
                UNION ALL SELECT concat_ws('|', 'e', id, detail) FROM message_events
                UNION ALL SELECT concat_ws('|', 'i', id, body, raw, content_removed_at)
                            FROM inbound_messages
                UNION ALL SELECT concat_ws('|', 'g', message_id, comment, content_removed_at)
                            FROM engagements) lines
            """
        )
    }

    var removedCount: Int {
        get throws {
            try value(
                """
                SELECT (SELECT count(*) FROM messages WHERE content_removed_at IS NOT NULL)
                     + (SELECT count(*) FROM inbound_messages WHERE content_removed_at IS NOT NULL)
                     + (SELECT count(*) FROM engagements WHERE content_removed_at IS NOT NULL)
                """
            )
        }
    }

    /// How many records the archives have.
    var archivedCount: Int {
        get throws { try value("SELECT coalesce(sum(records), 0) FROM archives") }
    }

    // MARK: - What is done about it

    func fallNight() throws {
        try execute(
            "UPDATE retention SET next_run_at = now() - interval '1 minute' WHERE kind <> 'requests'"
        )
    }

    /// A whole night's work.
    func archiveAll(by archivist: Archivist? = nil) throws {
        try fallNight()
        let archivist = archivist ?? self.archivist()
        while try archivist.step() {}
    }

    func want(_ condition: SQL = "true") throws {
        try execute(
            """
            UPDATE archives SET restore_wanted_at = now(), restore_wanted_by = 'Ada',
                   restored_at = NULL WHERE \(condition)
            """
        )
    }

    /// New keys for all businesses, and everything sealed anew.
    func renewKeys() throws {
        let rotation = Rotation(to: key, in: Database(scratch.pool(as: .owner)))
        try rotation.renew()
        _ = try rotation.sealAnew()
    }

    func restoreAll() throws {
        try want()
        while try restorer.restoreOne() {}
    }
}
