import FunctionRuntime
import Store
import Web

/// Whether the record of who changed what is as it was written.
enum Audit {
    static let commands: [Tool.Command] = [
        .init(
            "verify-audit",
            "Checks every business's record of changes, and names the first entry that is wrong."
        ) { _, database in
            try verify(database)
        },
        .init(
            "verify-audit-entry BUSINESS NUMBER HASH",
            "Checks that an entry still has the hash that was noted elsewhere."
        ) { arguments, database in
            try verifyEntry(arguments, database)
        },
    ]

    private static func verify(_ database: Database) throws {
        // A long record takes its time.
        let findings = try database.forAll(seconds: 3600) { connection in
            try AuditLog.tenants(on: &connection).map { tenant in
                try AuditLog.check(tenant, on: &connection)
            }
        }
        for finding in findings { print(finding.words) }
        guard findings.allSatisfy({ $0.fault == nil }) else {
            throw ToolProblem("the record of changes was tampered with")
        }
    }

    private static func verifyEntry(_ arguments: [String], _ database: Database) throws {
        guard let tenant = Int32(arguments[0]), let number = Int(arguments[1]) else {
            throw ToolProblem("say the business and the entry by their numbers")
        }
        let hash = try database.forAll { connection in
            try AuditLog.hash(of: number, of: TenantID(rawValue: tenant), on: &connection)
        }
        guard let hash else { throw ToolProblem("there is no entry \(number)") }
        guard hash == arguments[2].lowercased() else {
            throw ToolProblem("entry \(number) was rewritten: its hash is now \(hash)")
        }
        print("entry \(number) of business \(tenant) is what it was")
    }
}

extension AuditLog.Finding {
    fileprivate var words: String {
        guard let fault else {
            guard entryCount > 0 else { return "business \(tenant): no entries" }
            return "business \(tenant): \(entryCount) entries, unbroken; the last has \(lastHash)"
        }
        let wrong =
            switch fault.kind {
            case .changed: "what stands in it was changed"
            case .missing: "entries before it were removed or put in"
            case .unchained: "it does not follow from the entry before"
            case .truncated: "what came after it was removed"
            }
        return "business \(tenant): BROKEN at entry \(fault.number) of \(entryCount): \(wrong)"
    }
}
