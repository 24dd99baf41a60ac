-- The rows that one webhook writes, in one statement and one commit: the fewest round trips that a
-- client without a queue can do. Ids grow with time, as those of the function do.
\set n :n + 1
WITH stored AS (
    INSERT INTO transactions (id, tenant_id, external_id, customer_phone, customer_name,
                              customer_id, sales_rep_name, dealership_id, amount_micros, currency,
                              received_at)
    VALUES ((lpad(to_hex(:run::bigint << 32 | :n::bigint), 16, '0')
             || lpad(to_hex(:client_id::bigint * 2), 16, '0'))::uuid,
            1, :run::text || '-' || :client_id::text || '-' || :n::text,
            '+1415517' || 1000 + :n::integer % 9000, 'Maria Lopez', 'C-' || :n::text, 'Sam Reed',
            :dealership::bigint, 48250000000, 'USD', now())
    RETURNING id, customer_phone, dealership_id, received_at
), message AS (
    INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient, dealership_id,
                          received_at, due_at, due_hour, next_attempt_at)
    SELECT (lpad(to_hex(:run::bigint << 32 | :n::bigint), 16, '0')
            || lpad(to_hex(:client_id::bigint * 2 + 1), 16, '0'))::uuid,
           1, id, 'transaction', 'scheduled', customer_phone, dealership_id, received_at,
           received_at + interval '24 hours',
           date_trunc('hour', (received_at + interval '24 hours') AT TIME ZONE 'UTC'),
           received_at + interval '24 hours'
      FROM stored
    RETURNING id, due_at
)
INSERT INTO message_events (tenant_id, message_id, kind, detail)
SELECT 1, id, 'received', jsonb_build_object('dueAt', due_at, 'requestId', :run::text)
  FROM message;
