package import Postgres
import Store
package import Web

extension Vault: NumberMarks {
    package func numberMark(
        _ number: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [UInt8]? {
        do {
            return try mark(number, of: tenant, on: &connection)
        } catch let error as PostgresError {
            throw error
        } catch {
            // Another installation's key tells nothing here.
            return nil
        }
    }
}
