package import Crypto
import Postgres
package import Store
import Web

/// Replaces keys: the administrator's work, which can be begun again wherever it was cut off.
package struct Rotation: Sendable {
    private let key: SealingKey
    private let keys: [SealingKey]
    private let database: Database
    /// How many values are sealed anew in one transaction.
    private let batchCount: Int

    /// `key` is the new one; with `previous` all was sealed so far.
    package init(
        to key: SealingKey,
        from previous: SealingKey? = nil,
        in database: Database,
        batchCount: Int = 200
    ) {
        self.key = key
        keys = [key] + (previous.map { [$0] } ?? [])
        self.database = database
        self.batchCount = batchCount
    }

    /// What became of the values that were to be sealed anew.
    package struct Outcome: Sendable, Hashable {
        package var sealedCount = 0
        /// No key opens these, so they must be entered again.
        package var closedCount = 0

        package init(sealedCount: Int = 0, closedCount: Int = 0) {
            (self.sealedCount, self.closedCount) = (sealedCount, closedCount)
        }

        static func += (sum: inout Self, more: Self) {
            sum.sealedCount += more.sealedCount
            sum.closedCount += more.closedCount
        }
    }

    /// What cannot be gone on with.
    package enum Failure: Error, CustomStringConvertible {
        case foreign(business: Int32)

        package var description: String {
            switch self {
            case .foreign(let business):
                "the keys of business \(business) open with neither SECRETS_KEY nor SECRETS_KEY_PREVIOUS"
            }
        }
    }

    /// Seals the keys of all businesses with the new key, in one transaction; says how many.
    package func wrapAnew() throws -> Int {
        try database.forAll(seconds: Self.patienceSeconds) { connection in
            try connection.transaction { connection in
                try DataKeys.setSealer(key.fingerprint, on: &connection)
                let tenants = try DataKeys.tenants(on: &connection)
                for tenant in tenants {
                    guard let wrapped = try DataKeys.lock(of: tenant, on: &connection) else {
                        continue
                    }
                    guard let again = try wrapped.wrapped(by: key, openedBy: keys) else {
                        throw Failure.foreign(business: tenant.rawValue)
                    }
                    try DataKeys.replace(with: again, on: &connection)
                }
                return tenants.count
            }
        }
    }

    /// Gives each business a new key, but where the last one is not yet in use everywhere.
    package func renew() throws {
        for tenant in try tenants() {
            try database.inTransaction { connection in
                guard let wrapped = try DataKeys.lock(of: tenant, on: &connection),
                    wrapped.former == nil
                else { return }
                try DataKeys.replace(with: wrapped.renewed(by: key), on: &connection)
            }
        }
    }

    /// Seals anew whatever is not sealed with the key of its business of now, and forgets the
    /// keys before.
    package func sealAnew() throws -> Outcome {
        try makeMissingKeys()
        var outcome = Outcome()
        for tenant in try tenants() {
            for kind in SealedValue.allCases {
                outcome += try sealAnew(kind, of: tenant)
            }
            // Nobody seals anything meanwhile, so that this finds what came in between.
            outcome.sealedCount += try database.forAll(seconds: Self.patienceSeconds) {
                connection in
                try connection.transaction { connection in
                    guard let wrapped = try DataKeys.lock(of: tenant, on: &connection) else {
                        return 0
                    }
                    let keys = try opened(wrapped)
                    var count = 0
                    for kind in SealedValue.allCases {
                        var walk = Walk(kind: kind, keys: keys)
                        while try step(&walk, on: &connection) {}
                        count += walk.outcome.sealedCount
                    }
                    try DataKeys.replace(with: wrapped.withoutFormer, on: &connection)
                    return count
                }
            }
        }
        return outcome
    }

    // MARK: -

    /// A long list of values takes its time, in seconds.
    private static let patienceSeconds = 600

    private func tenants() throws -> [TenantID] {
        try database.forAll { connection in try DataKeys.tenants(on: &connection) }
    }

    /// What was sealed before businesses had keys needs one.
    private func makeMissingKeys() throws {
        let vault = Vault(key, previous: keys.dropFirst().first)
        try database.inTransaction { connection in
            for tenant in try Tenants.all(on: &connection) {
                _ = try vault.keys(of: tenant, on: &connection)
            }
        }
    }

    private func opened(_ wrapped: DataKeys.Wrapped) throws(Failure) -> BusinessKeys {
        guard let opened = wrapped.opened(by: keys) else {
            throw .foreign(business: wrapped.tenant.rawValue)
        }
        return opened
    }

    /// Where it is among the values of one kind.
    private struct Walk {
        let kind: SealedValue
        let keys: BusinessKeys
        var last: String?
        var outcome = Outcome()
    }

    private func sealAnew(_ kind: SealedValue, of tenant: TenantID) throws -> Outcome {
        let wrapped = try database.forAll { connection in
            try DataKeys.find(of: tenant, forSealing: false, on: &connection)
        }
        guard let wrapped else { return Outcome() }
        var walk = Walk(kind: kind, keys: try opened(wrapped))
        while try database.inTransaction({ try step(&walk, on: &$0) }) {}
        return walk.outcome
    }

    /// Goes some values on; says whether there may be more.
    private func step(_ walk: inout Walk, on connection: inout Connection) throws -> Bool {
        let (kind, tenant) = (walk.kind, walk.keys.tenant)
        let lines = try SealedRows.next(
            of: kind,
            of: tenant,
            notBeginningWith: walk.keys.header,
            after: walk.last,
            limit: batchCount,
            on: &connection
        )
        let sealed = try lines.compactMap { line in
            try open(line, walk).map { plaintext in
                SealedRows.Line(
                    sealed: try walk.keys.seal(plaintext, as: kind, of: line.row),
                    of: line.row
                )
            }
        }
        try SealedRows.put(sealed, of: kind, of: tenant, on: &connection)
        walk.last = lines.last?.row ?? walk.last
        walk.outcome.sealedCount += sealed.count
        walk.outcome.closedCount += lines.count - sealed.count
        return lines.count == batchCount
    }

    private func open(_ line: SealedRows.Line, _ walk: Walk) -> [UInt8]? {
        if let plaintext = walk.keys.open(line.bytes, as: walk.kind, of: line.row) {
            return plaintext
        }
        guard let context = walk.kind.oldContext(of: line.row, for: walk.keys.tenant) else {
            return nil
        }
        return keys.lazy.compactMap { try? $0.open(line.bytes, context: context) }.first
    }
}
