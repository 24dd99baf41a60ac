package import Postgres
package import Web

/// Makes keyed hashes of numbers, by a key of each business that lies outside the database.
package protocol NumberMarks: Sendable {
    /// 32 bytes, for ever the same for a number of a business; nil where the installation has no key.
    func numberMark(
        _ number: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) -> [UInt8]?
}

/// Opt-outs that outlived the erasure of whose they are, as keyed hashes.
///
/// When the number comes to us again, be it with a new transaction or in a reply, the opt-out gets it
/// back, and holds and is taken back from then on as every other.
package enum ErasedNumbers {
    /// Whether a tenant has any, as a condition of SQL: one look into an index that is nearly empty.
    static func areThere(for tenant: SQL) -> SQL {
        """
        EXISTS (SELECT FROM suppressions e
                 WHERE e.tenant_id = \(tenant) AND e.number_mark IS NOT NULL)
        """
    }

    /// Gives opt-outs these numbers back whose hashes they have; call it in a transaction.
    ///
    /// - Returns: how many there were; nil when nobody can tell, because there is no key.
    @discardableResult
    package static func recognise(
        _ numbers: Set<String>,
        of tenant: TenantID,
        by marks: any NumberMarks,
        on connection: inout Connection
    ) throws(PostgresError) -> Int? {
        var known: [(number: String, mark: String)] = []
        for number in numbers.sorted() {
            guard let mark = try marks.numberMark(number, of: tenant, on: &connection) else {
                return nil
            }
            known.append((number, mark.map { byte in hexadecimal(byte) }.joined()))
        }
        // Of two that say the same one is enough: the other is released as of now.
        return try connection.execute(
            """
            WITH back AS (
                SELECT s.id, n.number,
                       row_number() OVER (PARTITION BY n.number, s.reason, s.source
                                          ORDER BY s.id) > 1
                       OR EXISTS (SELECT FROM suppressions o
                                   WHERE o.tenant_id = s.tenant_id AND o.number = n.number
                                     AND o.reason = s.reason AND o.source = s.source
                                     AND o.released_at IS NULL) AS is_said_already
                  FROM unnest(\(known.map(\.number))::text[], \(known.map(\.mark))::text[])
                           AS n (number, mark)
                  JOIN suppressions s ON s.tenant_id = \(tenant.rawValue)
                                     AND s.number_mark = decode(n.mark, 'hex')
            )
            UPDATE suppressions s
               SET number = b.number, number_mark = NULL,
                   released_at = CASE WHEN b.is_said_already THEN now() END,
                   released_by = CASE WHEN b.is_said_already THEN 'customer' END
              FROM back b WHERE s.id = b.id
            """
        )
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0\(digits)" : digits
    }
}
