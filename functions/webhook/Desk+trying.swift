import FieldMapping
import Messaging
import Routing
import Store
import Web

extension Desk {
    func reader(for request: Request) throws(Problem) -> TransactionReader {
        do {
            return try reader(for: request.caller.tenant)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.serviceUnavailable, "unavailable", "The settings cannot be read now.")
        }
    }

    /// What was read, in the form that is stored.
    func canonical(_ transaction: ArrivingTransaction) throws -> [TargetField: String] {
        var moment = transaction.completedAt
        // A zone's rules are PostgreSQL's to know.
        if let written = moment, written.contains(" ") {
            moment = try database.forTenant(transaction.tenant) { connection in
                try TimeZones.inUTC(written, on: &connection)
            }
        }
        let found: [TargetField: String?] = [
            .transactionID: transaction.externalID,
            .customerPhone: transaction.customerPhone.rawValue,
            .customerName: transaction.customerName, .customerID: transaction.customerID,
            .dealershipName: transaction.dealershipName, .salesRepName: transaction.salesRepName,
            .amount: transaction.amount.map { "\($0.decimal) \($0.currency.code)" },
            .completedAt: moment, .language: transaction.language,
            .channel: transaction.channel.rawValue,
        ]
        return found.compactMapValues(\.self)
    }

    /// The message that the transaction would bring about.
    func text(of transaction: ArrivingTransaction) throws -> PreparedText {
        let tenant = transaction.tenant
        return try database.forTenant(tenant) { connection in
            let settings = try TenantSettings.fetch(of: tenant, on: &connection)
            let template =
                try Templates.sent(
                    to: .init(
                        dealership: transaction.dealershipName,
                        language: transaction.language
                    ),
                    of: tenant,
                    on: &connection
                ).flatMap { try? MessageTemplate($0.text) } ?? .standard
            let own: [TemplateVariable: String?] = [
                .customerName: transaction.customerName,
                .dealershipName: transaction.dealershipName,
                .amount: transaction.amount?.decimal, .transactionID: transaction.externalID,
                .salesRepName: transaction.salesRepName,
            ]
            let values = try Customers.unknown(
                at: transaction.dealershipName,
                of: tenant,
                on: &connection
            ).merging(own.compactMapValues(\.self)) { $1 }
            return PreparedText(template, values, smart: settings.smartEncoding)
        }
    }

    /// Refuses zones that there are not.
    func check(_ zones: Set<String>, for tenant: TenantID) throws {
        guard !zones.isSubset(of: ["UTC"]) else { return }
        let unknown = try database.forTenant(tenant) { connection in
            try TimeZones.unknown(among: zones, on: &connection)
        }
        guard unknown.isEmpty else { throw InvalidMapping(unknownZones: unknown).problem }
    }
}

extension InvalidMapping {
    var problem: Problem { .invalid(problems) }
}
