package import Archiving
import JSONParser
import Messaging
package import Postgres
package import Store
package import Web

/// Everything that a business knows of a customer, as the customer gets it.
package struct PersonCopy: Sendable {
    private let person: PersonalData.Person
    private let copy: PersonalData.Copy
    private let archived: (records: [String], faults: [Archives.Fault])

    /// `archives` has what was removed by night; nil where nothing is archived.
    package init(
        _ person: PersonalData.Person,
        of tenant: TenantID,
        archives: Archives?,
        on connection: inout Connection
    ) throws {
        self.person = person
        copy = try PersonalData.copy(person, of: tenant, on: &connection)
        archived = try archives?.records(of: person.number, tenant, on: &connection) ?? ([], [])
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
                copy.sections.map { Self.section($0.title, $0.records.map(Self.parsed)) }
                    + archivedSections
            ),
        ]
    }

    private var archivedSections: [JSON] {
        let faults = archived.faults.map { ["problem": .string("\($0)")] as JSON }
        let records = archived.records.map(Self.parsed) + faults
        return records.isEmpty ? [] : [Self.section("Archives", records)]
    }

    private static func section(_ title: String, _ records: [JSON]) -> JSON {
        ["title": .string(title), "records": .array(records)]
    }

    private static func parsed(_ record: String) -> JSON {
        (try? JSON(parsing: Array(record.utf8))) ?? .null
    }
}
