import Messaging
import Postgres
import Web

/// The one answer of ours to an opt-out, an opt-in or a call for help, where the provider gives none:
/// a message of its own kind, which waits for no hour and passes the suppression list once.
enum Confirmation {
    /// Queues the answer, unless the same one went to that number within the last minute: two
    /// machines that answer each other must come to an end.
    static func queue(
        answering arrival: Inbound.Arrival,
        of tenant: TenantID,
        on connection: inout Connection
    ) throws(PostgresError) {
        guard let text = text(for: arrival.intent), (try? E164(arrival.sender)) != nil else {
            return
        }
        try connection.execute(
            """
            WITH answered AS (
                INSERT INTO transactions (id, tenant_id, external_id, customer_phone, received_at)
                SELECT gen_random_uuid(), \(tenant.rawValue),
                       'answer-' || \(arrival.providerMessageID), \(arrival.sender), now()
                 WHERE NOT EXISTS (
                     SELECT FROM messages m
                      WHERE m.tenant_id = \(tenant.rawValue) AND m.recipient = \(arrival.sender)
                        AND m.kind = 'confirmation' AND m.own_text = \(text)
                        AND m.received_at > now() - interval '1 minute')
                ON CONFLICT DO NOTHING
                RETURNING id, tenant_id, customer_phone, received_at
            ), queued AS (
                INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient,
                                      received_at, due_at, due_hour, next_attempt_at, own_text)
                SELECT gen_random_uuid(), a.tenant_id, a.id, 'confirmation', 'scheduled',
                       a.customer_phone, a.received_at, a.received_at,
                       date_trunc('hour', a.received_at AT TIME ZONE t.time_zone), a.received_at,
                       \(text)
                  FROM answered a JOIN tenants t ON t.id = a.tenant_id
                RETURNING id, tenant_id, due_at
            )
            INSERT INTO message_events (tenant_id, message_id, kind, detail)
            SELECT tenant_id, id, 'received', jsonb_build_object('dueAt', due_at) FROM queued
            """
        )
    }

    private static func text(for intent: InboundIntent) -> String? {
        switch intent {
        case .stop:
            "You are unsubscribed from {dealership_name|us}. No more messages will be sent. "
                + "Reply START to resubscribe."
        case .start:
            "You are subscribed to messages from {dealership_name|us} again. "
                + "Reply STOP to opt out, HELP for help."
        case .help:
            "{dealership_name|We} write to you about your visits. Msg & data rates may apply. "
                + "Reply STOP to opt out."
        case .wrongNumber, .review, .conversation: nil
        }
    }
}
