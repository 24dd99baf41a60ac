import Messaging
package import Postgres
import Web

/// What stands between a due message and the provider: the facts are read where the messages are
/// locked, `Gate` decides, and the decision is written with its line on the timeline.
package enum Gating {
    /// What may leave.
    package struct Passed: Sendable, Hashable {
        /// To be sent.
        package var live: [Dispatching.Due] = []
        /// To be prepared like the others and then handed to `rehearse`.
        package var shadow: [Dispatching.Due] = []
    }

    /// Decides on claimed messages; call it in the transaction that claimed them.
    ///
    /// Whoever opts out meanwhile waits for these rows, or has been here before: the facts are read
    /// after the rows were locked. A message whose person another worker has in hand stays due.
    /// `quietHours` is for tenants that do not say themselves whether they keep them; `marks` tell
    /// whether a number is of somebody who was erased and wanted no messages.
    package static func apply(
        _ due: [Dispatching.Due],
        quietHours: Bool,
        marks: (any NumberMarks)? = nil,
        on connection: inout Connection
    ) throws(PostgresError) -> Passed {
        let inHand = due.filter(\.hasPersonToItself)
        guard !inHand.isEmpty else { return Passed() }
        var facts = try facts(
            of: inHand.map(\.messageID),
            quietHours: quietHours,
            on: &connection
        )
        let unsure = try recognise(inHand, facts, by: marks, on: &connection)
        if unsure.isRecognised {
            facts = try self.facts(
                of: inHand.map(\.messageID),
                quietHours: quietHours,
                on: &connection
            )
        }
        var passed = Passed()
        var objections: [Objection] = []
        var countOfPerson: [Person: Int] = [:]
        for message in inHand {
            guard var found = facts[message.messageID] else { continue }
            let person = Person(tenant: found.tenant, number: message.recipient)
            found.gate.countOfPerson += countOfPerson[person, default: 0]
            let decision =
                unsure.tenants.contains(found.tenant)
                ? .wait(untilSeconds: unsureSeconds, rule: "erased-numbers")
                : Gate.decide(found.gate)
            switch decision {
            case .send: passed.live.append(message)
            case .shadow: passed.shadow.append(message)
            default:
                let opening = found.gate.opening
                objections.append(
                    Objection(
                        messageID: message.messageID,
                        decision: decision,
                        zones: opening?.zones ?? []
                    )
                )
                continue
            }
            if found.gate.kind == .transaction { countOfPerson[person, default: 0] += 1 }
        }
        try Objection.write(objections, on: &connection)
        return passed
    }

    private struct Person: Hashable {
        let tenant: Int
        let number: String
    }

    private struct Found {
        let tenant: Int
        /// Whether there are opt-outs of people who were erased.
        let knowsErased: Bool
        var gate: GateFacts
    }

    /// Without the key that tells the numbers of erased people, nobody is written to whom it might be.
    private static let unsureSeconds = 300

    /// Gives opt-outs of erased people back the numbers that are among those of the messages.
    ///
    /// - Returns: whether there were any, and the tenants of which nobody can tell.
    private static func recognise(
        _ due: [Dispatching.Due],
        _ facts: [String: Found],
        by marks: (any NumberMarks)?,
        on connection: inout Connection
    ) throws(PostgresError) -> (isRecognised: Bool, tenants: Set<Int>) {
        var numbers: [Int: Set<String>] = [:]
        for message in due {
            guard let found = facts[message.messageID], found.knowsErased else { continue }
            numbers[found.tenant, default: []].insert(message.recipient)
        }
        var (isRecognised, unsure) = (false, Set<Int>())
        for tenant in numbers.keys.sorted() {
            let count = try marks.flatMap { marks throws(PostgresError) in
                try ErasedNumbers.recognise(
                    numbers[tenant] ?? [],
                    of: TenantID(rawValue: Int32(tenant)),
                    by: marks,
                    on: &connection
                )
            }
            guard let count else {
                unsure.insert(tenant)
                continue
            }
            isRecognised = isRecognised || count > 0
        }
        return (isRecognised, unsure)
    }

    private static func facts(
        of messageIDs: [String],
        quietHours: Bool,
        on connection: inout Connection
    ) throws(PostgresError) -> [String: Found] {
        let rows = try connection.query(
            """
            SELECT m.id, m.tenant_id, m.kind, listed.reason,
                   coalesce(m.hold, CASE WHEN m.kind = 'transaction' AND EXISTS (
                       SELECT FROM inbound_messages i
                        WHERE i.tenant_id = m.tenant_id AND i.sender = m.recipient
                          AND i.needs_review) THEN 'review' END),
                   greatest(0, extract(epoch FROM
                       now() - coalesce(m.valid_from, m.due_at)))::integer,
                   s.validity_hours, nullif(s.cap_messages, 0), s.shadow AND NOT m.leaves_shadow,
                   CASE WHEN s.cap_messages > 0 AND m.kind = 'transaction' THEN (
                       SELECT count(*) FROM messages o
                        WHERE o.tenant_id = m.tenant_id AND o.recipient = m.recipient
                          AND o.id <> m.id AND o.kind = 'transaction'
                          AND (o.sent_at > now() - s.cap_days * interval '1 day'
                               OR o.status IN ('queued', 'sending', 'unknown')
                                  AND o.next_attempt_at IS NULL
                               OR o.hold = 'shadow' AND s.shadow AND NOT m.leaves_shadow
                                  AND coalesce(o.valid_from, o.due_at)
                                      > now() - s.cap_days * interval '1 day'))
                   END,
                   coalesce(ceil(extract(epoch FROM q.at - now())), 864000)::integer,
                   q.rule, q.zones, m.content_removed_at IS NOT NULL,
                   \(ErasedNumbers.areThere(for: "m.tenant_id"))
              FROM messages m
              JOIN tenant_settings s ON s.tenant_id = m.tenant_id
              LEFT JOIN LATERAL (
                  SELECT l.reason FROM suppressions l
                   WHERE l.tenant_id = m.tenant_id AND l.number = m.recipient
                     AND l.released_at IS NULL
                   ORDER BY l.reason LIMIT 1) listed ON true
              LEFT JOIN LATERAL next_allowed(
                  CASE WHEN m.kind = 'transaction'
                            AND coalesce(s.quiet_hours, \(quietHours)::boolean)
                       THEN m.recipient END,
                  m.tenant_id, m.dealership_id, now()) q ON true
             WHERE m.id = ANY(\(messageIDs)::uuid[])
            """
        ).map { (row) throws(PostgresError) in
            (
                try row.decode(0, as: String.self),
                Found(
                    tenant: try row.decode(1),
                    knowsErased: try row.decode(14),
                    gate: try GateFacts(row)
                )
            )
        }
        return Dictionary(rows) { first, _ in first }
    }
}

extension GateFacts {
    fileprivate init(_ row: borrowing Row) throws(PostgresError) {
        self.init()
        kind = try row.decode(2)
        suppression = try row.decode(3, as: String?.self).flatMap {
            SuppressionReason(rawValue: $0)
        }
        hold = try row.decode(4, as: String?.self).flatMap { HoldReason(rawValue: $0) }
        ageSeconds = try row.decode(5)
        validitySeconds = 3600 * (try row.decode(6, as: Int.self))
        cap = try row.decode(7)
        isShadow = try row.decode(8)
        hasLostItsText = try row.decode(13)
        countOfPerson = try row.decode(9, as: Int?.self) ?? 0
        guard let rule = try row.decode(11, as: String?.self) else { return }
        opening = Opening(
            inSeconds: try row.decode(10),
            rule: rule,
            zones: try row.decode(12)
        )
    }
}
