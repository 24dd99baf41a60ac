import FunctionRuntime
import Messaging
import PhoneNumbers
import Store
import Web

/// Where transactions are taken in: knows each tenant's habits, and lets requests that come
/// together share a commit.
struct Desk: Sendable {
    private let database: Database
    private let commits: GroupCommit<[ArrivingTransaction], [StoredTransaction]>
    private let readers = Cache<TenantID, TransactionReader>()

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

    /// Stores all in one commit, perhaps with those of other requests.
    func store(_ transactions: [ArrivingTransaction]) throws -> [StoredTransaction] {
        transactions.isEmpty ? [] : try commits.submit(transactions)
    }
}
