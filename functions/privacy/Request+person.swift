import FunctionRuntime
import Messaging
import PhoneNumbers
import Privacy
import Store
import Web

/// Whom a request is about.
///
/// The number is in the body and never in an address, which is written down in more places.
enum PersonField {
    static let described = phone(region: "US")

    static func phone(region: String) -> Field<E164> {
        .phone("phone", region: region, "The customer's number, as people type it.")
    }
}

extension Database {
    /// Numbers without a country's code are read as of this region.
    func region(of tenant: TenantID) throws -> String {
        try forTenant(tenant) { connection in
            try TenantProfile.find(of: tenant, on: &connection)?.defaultRegion ?? "US"
        }
    }

    /// Whom the body of a request names.
    func person(_ request: Request) throws -> PersonalData.Person {
        let phone = PersonField.phone(region: try region(of: request.caller.tenant))
        return PersonalData.Person(try request.input().read(phone))
    }
}
