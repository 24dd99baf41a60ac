import Crypto
import FunctionRuntime
import Messaging
import Store
import Web

/// The accounts of businesses with the installation: whom they are charged by is who opens them.
enum Accounts {
    static let commands: [Tool.Command] = [
        .init(
            "open-account BUSINESS CURRENCY SEGMENT-PRICE CREDIT-LIMIT",
            "Charges a business, by its number, for each segment from now on."
        ) { arguments, database in
            try open(arguments, database)
        },
        .init("credit BUSINESS AMOUNT NOTE", "Adds to a business's account what it has paid.") {
            arguments,
            database in
            try credit(arguments, database)
        },
        .init(
            "create-ledger-key BUSINESS NAME",
            "Prints a key for a program that adds what a business has paid."
        ) { arguments, database in
            try createKey(arguments, database)
        },
        .init(
            "limit-business BUSINESS PER-MINUTE",
            "Lets all keys of a business together make so many requests a minute; 0 for no limit."
        ) { arguments, database in
            try limit(arguments, database)
        },
    ]

    private static func open(_ arguments: [String], _ database: Database) throws {
        let tenant = try tenant(arguments[0])
        guard let currency = try? Currency(arguments[1]) else {
            throw ToolProblem("\(arguments[1]) is no currency such as USD")
        }
        let price = try amount(arguments[2], currency)
        let limit = try amount(arguments[3], currency)
        let isOpen = try database.forAll { connection in
            guard try Tenants.exists(tenant, on: &connection) else { throw unknown(tenant) }
            return try Ledger.open(
                segmentPrice: price,
                creditLimitMicros: limit.micros,
                of: tenant,
                on: &connection
            )
        }
        guard isOpen else {
            throw ToolProblem("the account is in another currency, or below that limit already")
        }
    }

    private static func credit(_ arguments: [String], _ database: Database) throws {
        let tenant = try tenant(arguments[0])
        let account = try database.inTransaction(forTenant: tenant) { connection in
            guard let account = try Ledger.account(of: tenant, on: &connection) else {
                throw ToolProblem("business \(tenant.rawValue) has no account")
            }
            let amount = try amount(arguments[1], account.balance.currency)
            guard amount.micros > 0 else { throw ToolProblem("a credit is more than nothing") }
            let outcome = try Ledger.credit(
                micros: amount.micros,
                by: "administrator",
                note: arguments[2],
                on: &connection
            )
            guard outcome == .posted else { throw ToolProblem("the credit is \(outcome)") }
            let detail: JSON = ["amount": .string(amount.decimal)]
            try AuditLog.note(.accountCredited, amount.currency.code, detail, on: &connection)
            return try Ledger.account(of: tenant, on: &connection)
        }
        print(account.map { "\($0.balance.decimal) \($0.balance.currency.code)" } ?? "")
    }

    private static func createKey(_ arguments: [String], _ database: Database) throws {
        let tenant = try tenant(arguments[0])
        let key = APIKey.generate()
        try database.forAll { connection in
            guard try Tenants.exists(tenant, on: &connection) else { throw unknown(tenant) }
            try Keys.add(
                name: arguments[1],
                prefix: key.prefix,
                hash: key.hash,
                scopes: [.messagesRead, .ledgerWrite],
                tenant: tenant,
                on: &connection
            )
        }
        print(key.text)
    }

    private static func limit(_ arguments: [String], _ database: Database) throws {
        let tenant = try tenant(arguments[0])
        guard let rate = Int(arguments[1]), (0...600_000).contains(rate) else {
            throw ToolProblem("\(arguments[1]) is no whole number from 0 to 600000")
        }
        let isKnown = try database.forAll { connection in
            try Tenants.setRate(
                perMinute: rate == 0 ? nil : rate,
                of: tenant,
                on: &connection
            )
        }
        guard isKnown else { throw unknown(tenant) }
    }

    // MARK: - Arguments

    private static func tenant(_ text: String) throws -> TenantID {
        guard let number = Int32(text), number > 0 else {
            throw ToolProblem("\(text) is no number of a business")
        }
        return TenantID(rawValue: number)
    }

    private static func unknown(_ tenant: TenantID) -> ToolProblem {
        ToolProblem("there is no business \(tenant.rawValue)")
    }

    private static func amount(_ text: String, _ currency: Currency) throws -> Money {
        guard let amount = try? Money(decimal: text, currency: currency),
            (0..<1_000_000_000_000_000).contains(amount.micros)
        else { throw ToolProblem("\(text) is no amount such as 0.02") }
        return amount
    }
}
