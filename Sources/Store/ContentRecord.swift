import Postgres

/// What was said in one row, as it is written down before it is removed: enough to put it back.
package struct ContentRecord: Sendable, Hashable {
    /// Which table the row is of.
    package enum Noun: String, Sendable, Hashable, CaseIterable {
        case message, reply, rating
    }

    package let noun: Noun
    package let id: String
    /// When it was sent or came, as PostgreSQL writes it.
    package let moment: String
    /// The number of the person that it is about.
    package let number: String
    /// A JSON object.
    package let json: String

    /// Which row it was of, and nothing that was said.
    package var withoutContent: ContentRecord {
        ContentRecord(noun: noun, id: id, moment: moment, number: "", json: "")
    }
}

extension ContentRecord.Noun: ColumnValue {}

extension ContentRecord {
    /// The record of `messages m` with its `transactions t`.
    static let ofMessage: SQL = """
        jsonb_strip_nulls(jsonb_build_object(
            'noun', 'message', 'id', m.id, 'at', iso8601(m.received_at), 'number', m.recipient,
            'transaction', t.external_id, 'customerName', t.customer_name,
            'salesRepName', t.sales_rep_name, 'body', m.body, 'ownText', m.own_text,
            'attempts', (SELECT jsonb_agg(jsonb_build_object('number', a.number, 'body', a.body)
                                          ORDER BY a.number)
                           FROM attempts a WHERE a.message_id = m.id AND a.body <> ''),
            'events', (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                                            'id', e.id, 'body', e.detail -> 'body',
                                            'note', e.detail -> 'note')) ORDER BY e.id)
                         FROM message_events e
                        WHERE e.message_id = m.id AND e.detail ?| '{body,note}')))
        || jsonb_strip_nulls(jsonb_build_object(
            'reports', (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'raw', r.raw::text)
                                         ORDER BY r.id)
                          FROM delivery_reports r WHERE r.message_id = m.id AND r.raw <> '{}')))
        """

    /// The record of `inbound_messages i`.
    static let ofReply: SQL = """
        jsonb_build_object('noun', 'reply', 'id', i.id, 'at', iso8601(i.received_at),
                           'number', i.sender, 'to', i.recipient, 'body', i.body,
                           'raw', i.raw::text)
        """

    /// The record of `engagements e` about `messages m`.
    static let ofRating: SQL = """
        jsonb_build_object('noun', 'rating', 'id', e.message_id, 'at', iso8601(e.rated_at),
                           'number', m.recipient, 'stars', e.stars, 'comment', e.comment)
        """

    /// Whether a row was brought back, and is to stay for a while.
    static func isKept(_ noun: Noun, _ id: SQL) -> SQL {
        """
        EXISTS (SELECT FROM restored_content kept
                 WHERE kept.noun = \(noun.rawValue) AND kept.row_id = (\(id))::text)
        """
    }
}
