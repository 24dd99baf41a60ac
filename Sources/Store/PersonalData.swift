package import Messaging
package import Postgres
package import Web

/// What is known of one customer, wherever it is: the schema's `personal_tables` says where.
package enum PersonalData {
    /// A customer, as their data is found.
    package struct Person: Sendable, Hashable {
        package let number: E164
        /// What programs wrote of them is found by these: the digits as people write them within the
        /// country, or all of them where those are so few that they stand in other numbers too.
        let digits: String

        /// `nationalDigits` are the number's without the country's code.
        package init(_ number: E164, nationalDigits: String) {
            self.number = number
            digits =
                nationalDigits.utf8.count >= Self.tellingDigitCount
                ? nationalDigits : String(number.rawValue.dropFirst())
        }

        private static let tellingDigitCount = 7
    }

    /// How much a table knows of a person.
    package struct Holding: Sendable, Hashable {
        /// The table, and what people call it.
        package let table: String
        package let title: String
        package let count: Int
        /// When the first and the last came, in RFC 3339.
        package let firstAt: String?
        package let lastAt: String?
    }

    /// The rows of one table, each as a JSON object of its fields.
    package struct Section: Sendable, Hashable {
        package let title: String
        package var records: [String]
    }

    /// Everything that is known of a person.
    package struct Copy: Sendable, Hashable {
        package let business: String
        /// RFC 3339.
        package let madeAt: String
        /// Tables without a row of the person's are left out.
        package let sections: [Section]
    }

    /// Every table that can know something, in the order of the copy.
    package static func count(
        _ person: Person,
        on connection: inout Connection
    ) throws(PostgresError) -> [Holding] {
        try connection.query(
            """
            SELECT name, title, count, iso8601(first_at), iso8601(last_at)
              FROM count_person(\(person.number.rawValue), \(person.digits))
            """
        ).map { (row) throws(PostgresError) in
            Holding(
                table: try row.decode(0),
                title: try row.decode(1),
                count: try row.decode(2),
                firstAt: try row.decode(3),
                lastAt: try row.decode(4)
            )
        }
    }

    /// Everything, for the person.
    package static func copy(
        _ person: Person,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> Copy {
        let records = try connection.query(
            """
            SELECT title, record
              FROM copy_person(\(person.number.rawValue), \(person.digits))
            """
        ).map { (row) throws(PostgresError) in
            (title: try row.decode(0, as: String.self), text: try row.decode(1, as: String.self))
        }
        var sections: [Section] = []
        for record in records {
            if sections.last?.title != record.title {
                sections.append(Section(title: record.title, records: []))
            }
            sections[sections.count - 1].records.append(record.text)
        }
        return Copy(
            business: try Tenants.name(of: tenant, on: &connection),
            madeAt: try connection.query("SELECT iso8601(now())").value(),
            sections: sections
        )
    }
}
