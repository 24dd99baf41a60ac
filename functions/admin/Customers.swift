import Archiving
import FunctionRuntime
import Messaging
import PhoneNumbers
import Postgres
import Privacy
import Secrets
import Store
import Web

/// One customer's data, as JSON, also when nobody can log in; deploy/person calls these.
enum Customers {
    static let commands: [Tool.Command] = [
        .init(
            "copy-customer BUSINESS NUMBER",
            "Prints everything that is known of a customer.",
            on: Platform.self,
            action: { arguments, platform in
                let archives = try Archives(platform)
                try show(arguments, platform.database) { number, tenant, connection in
                    let copy = try PersonCopy(
                        .init(number),
                        of: tenant,
                        archives: archives,
                        on: &connection
                    )
                    try AuditLog.note(.personCopied, "\(number)", on: &connection)
                    return copy.json
                }
            }
        ),
        .init(
            "evidence-customer BUSINESS NUMBER",
            "Prints what was said to a number, by which right, and what became of it."
        ) { arguments, database in
            try show(arguments, database) { number, tenant, connection in
                let evidence = try Evidence.gather(number, of: tenant, on: &connection)
                try AuditLog.note(.evidenceMade, "\(number)", on: &connection)
                return EvidencePack(evidence).json
            }
        },
        .init(
            "erase-customer BUSINESS NUMBER REASON",
            "Erases a customer, and prints the certificate.",
            on: Platform.self,
            action: { arguments, platform in
                try show(arguments, platform.database) { number, tenant, connection in
                    let mark = try platform.vault?.numberMark(
                        number.rawValue,
                        of: tenant,
                        on: &connection
                    )
                    guard let mark else { throw ToolProblem("SECRETS_KEY is not set, or wrong") }
                    return try erase(number, of: tenant, mark, arguments[2], on: &connection)
                }
            }
        ),
    ]

    private static func erase(
        _ number: E164,
        of tenant: TenantID,
        _ mark: [UInt8],
        _ reason: String,
        on connection: inout Connection
    ) throws -> JSON {
        let outcome = try Erasure.erase(
            PersonalData.Person(number),
            mark: mark,
            reason: reason,
            by: Caller(tenant: tenant, name: "administrator of the host", scopes: []),
            on: &connection
        )
        switch outcome {
        case .erased(let certificate): return certificate.json
        case .underWay(let count):
            throw ToolProblem("\(count) messages are with the provider; try again in some minutes")
        case .tellingReason:
            throw ToolProblem("the reason is kept, so it must not hold the name or the number")
        }
    }

    /// Prints what one transaction answers about a number of a business.
    private static func show(
        _ arguments: [String],
        _ database: Database,
        _ body: (E164, TenantID, inout Connection) throws -> JSON
    ) throws {
        guard let business = Int32(arguments[0]), business > 0 else {
            throw ToolProblem("\(arguments[0]) is no number of a business")
        }
        let tenant = TenantID(rawValue: business)
        let answer = try database.inTransaction(forTenant: tenant) { connection in
            guard let profile = try TenantProfile.find(of: tenant, on: &connection) else {
                throw ToolProblem("there is no business \(business)")
            }
            return try body(number(arguments[1], profile.defaultRegion), tenant, &connection)
        }
        print(answer.serializedText)
    }

    private static func number(_ text: String, _ region: String) throws -> E164 {
        do throws(PhoneNumberProblem) {
            return try PhoneNumberParser.parse(text, defaultRegion: region)
        } catch {
            throw ToolProblem("the number cannot be read: \(error.message)")
        }
    }
}
