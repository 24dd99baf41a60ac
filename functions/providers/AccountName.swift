import FunctionRuntime
import Store
import Web

/// Which names a business may give to its accounts.
///
/// A name stands with every attempt and in the addresses that providers call, so it is one for the
/// whole installation. That nobody learns of another's by finding it taken, the names of each
/// business but the first end in a mark of its own.
enum AccountName {
    /// What the names of a business end in; nil for the first, whose names have no such end.
    static func ending(for tenant: TenantID) -> String? {
        tenant.runsInstallation ? nil : "-b\(tenant.rawValue)"
    }

    /// A name that may be given to a new account of the business.
    static func check(new name: String, for tenant: TenantID) throws(Problem) {
        if let ending = ending(for: tenant) {
            guard name.hasSuffix(ending) else {
                throw .invalidName("a name that ends in \(ending)")
            }
        } else if name.firstMatch(of: /-b[0-9]+$/) != nil {
            throw .invalidName("a name that does not end in -b and a number")
        }
    }

    /// The name in a path, as any account may be named.
    static func read(_ request: Request) throws(Problem) -> String {
        let name = try request.chosenName("name")
        guard name != ProviderAccounts.homeName else { throw taken }
        return name
    }

    static let taken = Problem(.conflict, "name-taken", "This name is taken.")
}
