import Messaging
import Postgres
import Store
import TestSupport
import Testing
import Web

/// Where customers' data is, and that the schema knows it.
@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `Where a customer's data is` {
    private let installation: Installation

    init() throws {
        installation = try Installation()
        try installation.allowAnyTransition()
    }

    private func names(_ sql: SQL) throws -> [String] {
        try installation.asOwner { connection in try connection.query(sql).values() }
    }

    /// A new table or column is declared by its migration: with how its rows are found and what they
    /// become, or as one that has nothing of customers (`holds_nothing_personal`).
    @Test func `is said of every column that can hold text`() throws {
        let undeclared = try names(
            """
            SELECT c.table_name || '.' || c.column_name
              FROM information_schema.columns c
              JOIN pg_tables s ON s.schemaname = 'public' AND s.tablename = c.table_name
              LEFT JOIN personal_tables t ON t.name = c.table_name
              LEFT JOIN personal_columns p ON p.table_name = c.table_name
                                          AND p.column_name = c.column_name
             WHERE c.table_schema = 'public'
               AND c.data_type IN ('text', 'character varying', 'character', 'name', 'json',
                                   'jsonb', 'bytea', 'xml', 'inet', 'cidr', 'ARRAY')
               AND t.holds IS NULL AND p.column_name IS NULL
            """
        )
        #expect(undeclared == [])
    }

    @Test func `is said of nothing that is not there`() throws {
        let gone = try names(
            """
            SELECT name FROM personal_tables WHERE to_regclass(name) IS NULL
            UNION ALL
            SELECT c.table_name || '.' || c.column_name FROM personal_columns c
             WHERE NOT EXISTS (SELECT FROM pg_attribute a
                                WHERE a.attrelid = to_regclass(c.table_name)
                                  AND a.attname = c.column_name)
            """
        )
        #expect(gone == [])
    }

    @Test func `is counted, and copied with readable names`() throws {
        let planted = try installation.plant("+12125550123", name: "Zoë Quimby", words: "otter-77")
        _ = try installation.plant("+12125550199", name: "Grace Hopper", words: "kettle-41")
        let person = try installation.person(planted.number)
        let (holdings, copy) = try installation.functions.forTenant(installation.tenant) {
            connection in
            (
                try PersonalData.count(person, on: &connection),
                try PersonalData.copy(person, of: installation.tenant, on: &connection)
            )
        }
        #expect(holdings.filter { $0.count == 0 }.map(\.table) == [])
        #expect(holdings.first?.table == "transactions" && holdings.first?.count == 1)
        #expect(holdings.allSatisfy { $0.firstAt != nil && $0.lastAt != nil })
        let text = copy.sections.flatMap(\.records).joined(separator: "\n")
        #expect(copy.sections.first?.title == "Transactions")
        #expect(text.contains("\"name\":\"Zoë Quimby\""))
        #expect(text.contains("Well, otter-77") && text.contains("Bad: otter-77"))
        #expect(!text.contains("Grace") && !text.contains("kettle"))
    }

    @Test func `is of one business alone`() throws {
        let other = try installation.addTenant()
        let planted = try installation.plant("+12125550123", name: "Zoë Quimby", words: "otter-77")
        let person = try installation.person(planted.number)
        let (holdings, copy) = try installation.functions.forTenant(other) { connection in
            (
                try PersonalData.count(person, on: &connection),
                try PersonalData.copy(person, of: other, on: &connection)
            )
        }
        #expect(holdings.allSatisfy { $0.count == 0 })
        #expect(copy.sections == [])
    }
}
