import Postgres
import Web

/// A search of the log, taken apart into words, each of which a message must have.
///
/// Common words are found by reading the log and rare ones by where they occur; which is which is
/// told by counting, as far as it matters.
struct MessageSearch: Sendable {
    let words: [Word]

    /// What a person typed between two spaces.
    struct Word: Sendable {
        /// A message's word begins with one of these.
        var beginnings: [String]
        /// Or it is of one of these dealerships, whose name has such a word.
        var dealerships: [Int64] = []
        /// Or its text was made from one of these, which have such a word.
        var templateVersions: [Int64] = []
        /// In how many messages it occurs; `countMax` means as many or more.
        var count = 0
        /// For one that occurs often: the words that begin so, where they are few.
        var completions: [String] = []
    }

    /// Counting further than this costs more than it tells.
    static let countMax = 50_000

    private static let wordsMax = 8

    /// What `search_words` takes out of words, besides the marks of ASCII.
    private static let marks: Set<Character> = ["’", "‘", "“", "”", "–", "—"]

    init(
        _ text: String,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        let folded = try connection.query("SELECT searched(\(text))").value(as: String.self)
        var words = Self.words(of: folded)
        guard !words.isEmpty else {
            self.words = []
            return
        }
        try Self.findNames(&words, of: tenant, on: &connection)
        for index in words.indices where words[index].templateVersions.isEmpty {
            let ids = words[index].messageIDs(of: tenant, limit: Self.countMax)
            words[index].count = try connection.query("SELECT count(*) FROM (\(ids)) found")
                .value()
            if words[index].count == Self.countMax {
                try Self.complete(&words[index], of: tenant, on: &connection)
            }
        }
        self.words = words
    }

    /// What each word of a search may be the beginning of.
    static func words(of folded: String) -> [Word] {
        let digits = folded.filter { $0.isASCII && $0.isWholeNumber }
        let isNumber = folded.allSatisfy {
            $0.isASCII && ($0.isWholeNumber || " +()-./".contains($0))
        }
        if isNumber, digits.count >= 3 { return [Word(beginnings: numberBeginnings(digits))] }
        var seen: Set<String> = []
        return folded.split(whereSeparator: \.isWhitespace)
            .map { $0.filter { $0.isASCII ? $0.isLetter || $0.isNumber : !marks.contains($0) } }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
            .prefix(wordsMax).map { Word(beginnings: [$0]) }
    }

    /// A number as people write it: from the start, with or without North America's 1 or the zero
    /// that is dialled within a country, or its last digits.
    private static func numberBeginnings(_ digits: String) -> [String] {
        let national = String(digits.drop { $0 == "0" })
        guard !national.isEmpty else { return [digits] }
        let backwards = "~" + String(national.reversed())
        return digits == national
            ? [digits, "1" + digits, backwards] : [digits, national, backwards]
    }

    private static func findNames(
        _ words: inout [Word],
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        let texts = words.map { $0.beginnings[0] }
        let found = try connection.query(
            """
            SELECT w.place, d.id, NULL::bigint
              FROM unnest(\(texts)::text[]) WITH ORDINALITY AS w (word, place)
              JOIN dealerships d ON d.tenant_id = \(tenant.rawValue)
               AND search_words(d.name, '', '', NULL) LIKE '% ' || w.word || '%'
             UNION ALL
            SELECT w.place, NULL, v.id
              FROM unnest(\(texts)::text[]) WITH ORDINALITY AS w (word, place)
              JOIN template_versions v ON v.tenant_id = \(tenant.rawValue)
               AND search_words(regexp_replace(v.text, '{[^}]*}', ' ', 'g'), '', '', NULL)
                   LIKE '% ' || w.word || '%'
            """
        ).map { (row) throws(PostgresError) in
            (
                place: try row.decode(0, as: Int.self),
                dealership: try row.decode(1, as: Int64?.self),
                version: try row.decode(2, as: Int64?.self)
            )
        }
        for row in found {
            if let id = row.dealership { words[row.place - 1].dealerships.append(id) }
            if let id = row.version { words[row.place - 1].templateVersions.append(id) }
        }
        for index in words.indices where !words[index].templateVersions.isEmpty {
            words[index].count = countMax
        }
    }
}

extension MessageSearch {
    private static let completionsMax = 40

    /// Finds the words that begin so, each by one look after the one before.
    private static func complete(
        _ word: inout Word,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        guard word.beginnings.count == 1, word.dealerships.isEmpty else { return }
        let beginning = word.beginnings[0]
        let found: [String] = try connection.query(
            """
            WITH RECURSIVE found (word) AS (
                SELECT min(word) FROM search_postings
                 WHERE tenant_id = \(tenant.rawValue) AND word >= \(beginning)
                UNION ALL
                SELECT (SELECT min(p.word) FROM search_postings p
                         WHERE p.tenant_id = \(tenant.rawValue) AND p.word > found.word)
                  FROM found WHERE found.word < \(beginning + "\u{10FFFF}")
            )
            SELECT word FROM found WHERE word < \(beginning + "\u{10FFFF}")
             LIMIT \(completionsMax + 1)
            """
        ).values()
        if found.count <= completionsMax { word.completions = found }
    }

    /// The word whose messages are read in the order of time most easily; nil where the log itself
    /// is as good.
    var leader: Word? {
        words.filter { $0.templateVersions.isEmpty }
            .filter { $0.count < Self.countMax || !$0.completions.isEmpty }
            .min { ($0.count, $0.completions.count) < ($1.count, $1.completions.count) }
    }

    /// The word with the fewest messages, where those are few enough to be named.
    var rarest: Word? {
        words.filter { $0.count < MessageLog.Effort.usual.candidatesMax }.min {
            $0.count < $1.count
        }
    }
}

// MARK: - SQL

extension MessageSearch {
    /// The condition on `messages m`.
    var condition: SQL {
        guard !words.isEmpty else { return "false" }
        return words.map { "(\($0.condition))" as SQL }.joined(separator: " AND ")
    }
}

extension MessageSearch.Word {
    private var patterns: [String] { beginnings.map { "% \($0)%" } }

    fileprivate var condition: SQL {
        var condition: SQL = """
            coalesce((SELECT s.words FROM message_search s WHERE s.message_id = m.id),
                     (SELECT search_words(t.customer_name, t.external_id, t.customer_phone,
                                          m.own_text)
                        FROM transactions t WHERE t.id = m.transaction_id))
                LIKE ANY(\(patterns)::text[])
            """
        if !dealerships.isEmpty {
            condition = "m.dealership_id = ANY(\(dealerships)::bigint[]) OR " + condition
        }
        if !templateVersions.isEmpty {
            condition = "m.template_version_id = ANY(\(templateVersions)::bigint[]) OR " + condition
        }
        return condition
    }

    /// The ids and times of the first `rows` messages that have the word, in an order of these two.
    func byTime(
        of tenant: TenantID,
        _ order: SQL,
        beyond: (_ time: SQL, _ id: SQL) -> SQL,
        rows: Int
    ) -> SQL {
        let posted = beyond("p.received_at", "p.message_id")
        let kept: SQL
        if completions.isEmpty {
            kept = beginnings.map { beginning in
                """
                SELECT p.received_at, p.message_id AS id FROM search_postings p
                 WHERE p.tenant_id = \(tenant.rawValue) AND p.word >= \(beginning)
                   AND p.word < \(beginning + "\u{10FFFF}") AND \(posted)
                """ as SQL
            }.joined(separator: " UNION ALL ")
        } else {
            kept = """
                SELECT each.received_at, each.id FROM unnest(\(completions)::text[]) AS w (word)
                 CROSS JOIN LATERAL (
                    SELECT p.received_at, p.message_id AS id FROM search_postings p
                     WHERE p.tenant_id = \(tenant.rawValue) AND p.word = w.word AND \(posted)
                     ORDER BY \(order) LIMIT \(rows)) each
                """
        }
        var others: SQL = """
            SELECT m.received_at, m.id FROM waiting_for_search() w
              JOIN messages m ON m.id = w.message_id
             WHERE w.tenant_id = \(tenant.rawValue) AND \(beyond("m.received_at", "m.id"))
            """
        if !dealerships.isEmpty {
            others =
                others + """
                     UNION ALL
                    SELECT m.received_at, m.id FROM messages m
                     WHERE m.tenant_id = \(tenant.rawValue)
                       AND m.dealership_id = ANY(\(dealerships)::bigint[])
                       AND \(beyond("m.received_at", "m.id"))
                    """
        }
        return """
            SELECT DISTINCT received_at, id FROM (\(kept) UNION ALL \(others)) AS found
             ORDER BY \(order) LIMIT \(rows)
            """
    }

    /// The ids of the messages that have the word, some perhaps twice.
    ///
    /// With them come those that are not searchable yet. It is for a word that no template has.
    func messageIDs(of tenant: TenantID, limit: Int? = nil) -> SQL {
        var sources = beginnings.map { beginning in
            """
            SELECT message_id AS id FROM search_postings
             WHERE tenant_id = \(tenant.rawValue) AND word >= \(beginning)
               AND word < \(beginning + "\u{10FFFF}")
            """ as SQL
        }
        if !dealerships.isEmpty {
            sources.append(
                """
                SELECT id FROM messages WHERE tenant_id = \(tenant.rawValue)
                   AND dealership_id = ANY(\(dealerships)::bigint[])
                """
            )
        }
        sources.append(
            """
            SELECT message_id FROM waiting_for_search() WHERE tenant_id = \(tenant.rawValue)
            """
        )
        guard let limit else { return sources.joined(separator: " UNION ALL ") }
        return sources.map { "(\($0) LIMIT \(limit))" as SQL }.joined(separator: " UNION ALL ")
            + " LIMIT \(limit)"
    }
}
