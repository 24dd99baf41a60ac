import Postgres
import Store
import TestSupport
import Testing
import Web

@Suite(.enabled(if: ScratchDatabase.isAvailable)) struct `What is sealed` {
    /// What of type bytea is nothing that a business's key seals.
    private let others: Set<String> = [
        "archive_keys.number_mark", "brand_logos.bytes", "data_keys.former", "data_keys.marks",
        "data_keys.wrapped", "erasures.number_mark", "idempotent_answers.body",
        "message_links.hash", "suppressions.number_mark",
    ]

    /// A new column of bytes is one or the other: whoever adds one decides here.
    @Test func `is known, column by column, to what seals it anew`() throws {
        let scratch = try ScratchDatabase.withSchema()
        var connection = try scratch.connect(as: .owner)
        defer { withExtendedLifetime(scratch) {} }
        let columns: [String] = try connection.query(
            """
            SELECT table_name || '.' || column_name FROM information_schema.columns
             WHERE table_schema = 'public' AND data_type = 'bytea'
               AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')
            """
        ).values()
        let sealed = SealedValue.allCases.map(\.rawValue)
        #expect(Set(columns) == others.union(sealed))
    }

    @Test(arguments: SealedValue.allCases)
    func `can be walked through`(_ kind: SealedValue) throws {
        let scratch = try ScratchDatabase.withSchema()
        var connection = try scratch.connect(as: .owner)
        defer { withExtendedLifetime(scratch) {} }
        let after =
            switch kind {
            case .providerSecrets, .alertTarget: "00000000-0000-0000-0000-000000000000"
            default: "00"
            }
        for row in [nil, after] {
            let lines = try SealedRows.next(
                of: kind,
                of: .first,
                notBeginningWith: [1],
                after: row,
                limit: 10,
                on: &connection
            )
            #expect(lines.isEmpty)
        }
        try SealedRows.put(
            [.init(sealed: [1], of: after)],
            of: kind,
            of: .first,
            on: &connection
        )
    }
}
