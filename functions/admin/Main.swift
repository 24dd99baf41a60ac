import Archiving
import Crypto
import FunctionRuntime
import Store
import Web

/// What an administrator does on the host itself: it needs the database owner's address, which no
/// function has.
@main
enum Main {
    static func main() {
        Tool(
            "admin",
            "Does what is done on the host itself: people, keys, zones, accounts, the record of changes, secrets, archives, one customer's data.",
            settings: Archives.settings,
            commands: [
                .init("create-user EMAIL NAME", "The password is read from standard input.") {
                    arguments,
                    database in
                    try createUser(email: arguments[0], name: arguments[1], database)
                },
                .init("create-key NAME", "Prints the key, which is shown this once.") {
                    arguments,
                    database in
                    try createKey(name: arguments[0], database)
                },
                .init("set-time-zone ZONE", "Sets where the day begins, as America/New_York.") {
                    arguments,
                    database in
                    try setTimeZone(arguments[0], database)
                },
            ] + Accounts.commands + Audit.commands + Sealing.commands + ArchiveCommands.commands
                + Customers.commands + PlatformCommands.commands
        ).run()
    }

    /// The tenant of the simple set-up, which knows no other.
    private static let tenant = TenantID(rawValue: 1)

    private static func createUser(email: String, name: String, _ database: Database) throws {
        guard let password = readLine(), password.count >= passwordCharacterCountMin else {
            throw ToolProblem(
                "the password must have at least \(passwordCharacterCountMin) characters"
            )
        }
        guard email.contains("@") else { throw ToolProblem("\(email) is no address") }
        let hash = try PasswordHash.hash(password)
        try database.forAll { connection in
            try Users.put(
                email: email,
                name: name,
                passwordHash: hash,
                tenant: tenant,
                on: &connection
            )
            try PlatformOwners.giveToFirst(email, on: &connection)
        }
    }

    private static func createKey(name: String, _ database: Database) throws {
        let key = APIKey.generate()
        try database.forAll { connection in
            try Keys.add(
                name: name,
                prefix: key.prefix,
                hash: key.hash,
                scopes: Scope.all,
                tenant: tenant,
                on: &connection
            )
        }
        print(key.text)
    }

    private static func setTimeZone(_ name: String, _ database: Database) throws {
        let isKnown = try database.forAll { connection in
            try Tenants.setTimeZone(name, of: tenant, on: &connection)
        }
        guard isKnown else { throw ToolProblem("PostgreSQL knows no time zone \(name)") }
    }

    /// NIST SP 800-63B asks for eight at least; twelve is OWASP ASVS 2.1.1.
    private static let passwordCharacterCountMin = 12
}
