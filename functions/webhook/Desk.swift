import FieldMapping
import FunctionRuntime
import JSONParser
import Messaging
import PhoneNumbers
import Store
import Web

/// Where transactions are taken in: knows each tenant's habits, and lets requests that come
/// together share a commit.
struct Desk: Sendable {
    let database: Database
    private let commits: GroupCommit<[ArrivingTransaction], [StoredTransaction]>
    private let readers = Cache<TenantID, TransactionReader>()
    /// Kept for less long: whoever mends a mapping sends the refused request again at once.
    private let mappings = Cache<SourceName, FieldMapping>(lifetime: .seconds(1))

    private struct SourceName: Hashable {
        let tenant: TenantID
        let name: String
    }

    init(_ database: Database) {
        self.database = database
        commits = Ingest.groupCommit(on: database)
        // Reading the numbering plans takes as long as connecting to the database: do both at once.
        Threads.detach { PhoneNumberParser.prepare() }
    }

    func reader(for tenant: TenantID) throws -> TransactionReader {
        let reader = try readers.value(for: tenant) {
            try database.forTenant(tenant) { connection in
                try TenantProfile.find(of: tenant, on: &connection).map(TransactionReader.init)
            }
        }
        guard let reader else { throw Problem.notFound("This business has no settings.") }
        return reader
    }

    /// How the fields of a CRM become ours, as it was saved last.
    func mapping(_ name: String, for tenant: TenantID) throws -> FieldMapping {
        let mapping = try mappings.value(for: SourceName(tenant: tenant, name: name)) {
            guard !name.hasControlCharacters else { return nil }
            let saved = try database.forTenant(tenant) { connection in
                try WebhookSources.current(name, of: tenant, on: &connection)
            }
            return try saved.map { saved in
                try FieldMapping(JSON(parsing: Array(saved.mapping.utf8)), isWhole: true)
            }
        }
        guard let mapping else {
            throw Problem.notFound(
                "There is no source “\(name.prefix(40))”. Create it under Settings, Connect a CRM."
            )
        }
        return mapping
    }

    /// Stores all in one commit, perhaps with those of other requests.
    func store(_ transactions: [ArrivingTransaction]) throws -> [StoredTransaction] {
        transactions.isEmpty ? [] : try commits.submit(transactions)
    }
}
