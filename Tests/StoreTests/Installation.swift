import Messaging
import Postgres
import Store
import TestSupport
import Web

/// The schema in a database of its own, seen by each program with the rights of its role.
struct Installation {
    let scratch: ScratchDatabase
    /// As functions see it: one tenant at a time.
    let functions: Database
    /// As workers see it.
    let workers: Database
    private let owners: Pool
    /// The tenant that every installation begins with.
    let tenant = TenantID(rawValue: 1)

    init() throws {
        scratch = try ScratchDatabase.withSchema()
        functions = Database(scratch.pool(as: .function))
        workers = Database(scratch.pool(as: .worker))
        owners = scratch.pool(as: .owner)
    }

    /// Does what no program may: as the owner of the schema.
    @discardableResult
    func asOwner<Value>(_ body: (inout Connection) throws -> Value) throws -> Value {
        try owners.withConnection { connection in try body(&connection) }
    }

    /// The first column of a statement's first row, as the owner sees it.
    func value<Value: ColumnValue>(_ sql: SQL, as type: Value.Type = Value.self) throws -> Value {
        try asOwner { connection in try connection.query(sql).value(as: type) }
    }

    func execute(_ sql: SQL) throws {
        try asOwner { connection in _ = try connection.execute(sql) }
    }

    /// Lets tests put messages into any status, whichever they had.
    func allowAnyTransition() throws {
        try execute("ALTER TABLE messages DISABLE TRIGGER message_transitions")
    }

    func addTenant(zone: String = "UTC") throws -> TenantID {
        let id: Int32 = try value(
            """
            WITH added AS (
                INSERT INTO tenants (name, time_zone) VALUES ('Another', \(zone)) RETURNING id
            )
            INSERT INTO tenant_settings (tenant_id, message_template)
            SELECT id, 'Hello {customer_name}' FROM added RETURNING tenant_id
            """
        )
        return TenantID(rawValue: id)
    }

    func caller(_ tenant: TenantID? = nil) -> Caller {
        Caller(tenant: tenant ?? self.tenant, name: "Ada", scopes: [])
    }
}

// MARK: - Transactions and messages

extension Installation {
    func arriving(_ externalID: String, of tenant: TenantID? = nil) throws -> ArrivingTransaction {
        ArrivingTransaction(
            tenant: tenant ?? self.tenant,
            transactionID: Self.newID(),
            messageID: Self.newID(),
            externalID: externalID,
            customerPhone: try E164("+15005550006")
        )
    }

    @discardableResult
    func ingest(_ transactions: [ArrivingTransaction]) throws -> [StoredTransaction] {
        try functions.forAll { connection in try Ingest.store(transactions, on: &connection) }
    }

    /// Stores test messages, which are due at once, and returns their ids.
    @discardableResult
    func ingestDue(_ externalIDs: [String], of tenant: TenantID? = nil) throws -> [String] {
        let transactions = try externalIDs.map { id in
            var transaction = try arriving(id, of: tenant)
            transaction.kind = .test
            return transaction
        }
        return try ingest(transactions).map(\.messageID)
    }

    /// Takes up what is due, as dispatch does before it calls the provider.
    @discardableResult
    func takeUp(limit: Int = 100) throws -> [Dispatching.Due] {
        try workers.inTransaction { connection in
            let due = try Dispatching.claim(limit: limit, on: &connection)
            let prepared = due.map {
                Dispatching.Routed(
                    .init(
                        messageID: $0.messageID,
                        attemptNumber: $0.attemptNumber,
                        body: "Hello",
                        segments: 1
                    ),
                    provider: "twilio"
                )
            }
            try Dispatching.record(prepared, leaseSeconds: 90, on: &connection)
            return due
        }
    }

    /// One message whose first attempt is under way.
    func sending(_ externalID: String = "T-1", of tenant: TenantID? = nil) throws -> String {
        let ids = try ingestDue([externalID], of: tenant)
        try takeUp()
        return ids[0]
    }

    func hear(_ news: News..., about messageID: String, attempt: Int = 1) throws {
        try workers.forAll { connection in
            try Progressing.apply(
                news.map { .init(messageID: messageID, attemptNumber: attempt, news: $0) },
                reportOverdueSeconds: 600,
                on: &connection
            )
        }
    }

    func detail(_ id: String, of tenant: TenantID? = nil) throws -> MessageDetail? {
        let tenant = tenant ?? self.tenant
        return try functions.forTenant(tenant) { connection in
            try MessageDetail.find(id, of: tenant, on: &connection)
        }
    }

    func status(_ messageID: String) throws -> DeliveryStatus {
        try value("SELECT status FROM messages WHERE id = \(messageID)::uuid")
    }

    /// The kinds of the lines of a message's timeline.
    func timeline(_ messageID: String) throws -> [String] {
        try asOwner { connection in
            try connection.query(
                "SELECT kind FROM message_events WHERE message_id = \(messageID)::uuid ORDER BY id"
            ).values()
        }
    }

    /// Adds messages quickly, past `ingest`: so many, of random hours, statuses and dealerships.
    func scatter(_ count: Int, of tenant: TenantID? = nil, receivedAt: SQL = "now()") throws {
        let tenant = (tenant ?? self.tenant).rawValue
        try execute(
            """
            INSERT INTO dealerships (tenant_id, name)
            SELECT \(tenant)::integer, 'House ' || n FROM generate_series(1, 3) n
            ON CONFLICT DO NOTHING
            """
        )
        try execute(
            """
            WITH drawn AS (
                SELECT gen_random_uuid() AS id, now() - random() * interval '80 hours' AS due_at,
                       (SELECT max(id) FROM dealerships WHERE tenant_id = \(tenant))
                           - (n % 3) AS dealership_id, n
                  FROM generate_series(1, \(count)) n
            ), transactions AS (
                INSERT INTO transactions (id, tenant_id, external_id, customer_phone, dealership_id,
                                          received_at)
                SELECT id, \(tenant), id::text, '+15005550006', dealership_id, now() FROM drawn
            )
            INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient,
                                  dealership_id, received_at, due_at, due_hour)
            SELECT gen_random_uuid(), \(tenant), id, 'transaction',
                   (enum_range(NULL::message_status))[1 + n % 9], '+15005550006',
                   nullif(dealership_id, (SELECT max(dealership_id) FROM drawn)), \(receivedAt),
                   due_at,
                   date_trunc('hour', due_at AT TIME ZONE
                       (SELECT time_zone FROM tenants WHERE tenants.id = \(tenant)))
              FROM drawn
            """
        )
    }

    /// An id of no particular order.
    static func newID() -> String {
        let digits = (0..<32).map { _ in "0123456789abcdef".randomElement() ?? "0" }
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
        return groups.joined(separator: "-")
    }
}
