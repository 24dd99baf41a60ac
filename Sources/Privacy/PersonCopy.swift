import JSONParser
import Messaging
package import Postgres
package import Store
package import Web

/// Everything that a business knows of a customer, as the customer gets it.
package struct PersonCopy: Sendable {
    private let person: PersonalData.Person
    private let copy: PersonalData.Copy

    package init(
        _ person: PersonalData.Person,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        self.person = person
        copy = try PersonalData.copy(person, of: tenant, on: &connection)
    }

    package static let schema = Schema.object([
        "about": .string, "business": .string, "phone": .string, "madeAt": .timestamp,
        "sections": .array(
            of: .object(["title": .string, "records": .array(of: .anyObject)])
        ),
    ])

    package var json: JSON {
        [
            "about": "Everything that is known of the customer with this number, table by table.",
            "business": .string(copy.business), "phone": .string(person.number.rawValue),
            "madeAt": .string(copy.madeAt),
            "sections": .array(
                copy.sections.map { section in
                    [
                        "title": .string(section.title),
                        "records": .array(
                            section.records.map { (try? JSON(parsing: Array($0.utf8))) ?? .null }
                        ),
                    ]
                }
            ),
        ]
    }
}
