-- Sixty days of a business with twenty dealerships: `wanted` messages, as if they had gone through.
-- The figures are counted at the end, in one go, instead of being journalled row by row.
\set ON_ERROR_STOP on
BEGIN;
ALTER TABLE messages DISABLE TRIGGER USER;

INSERT INTO dealerships (tenant_id, name)
SELECT 1, 'Dealership ' || n FROM generate_series(1, 20) n ON CONFLICT DO NOTHING;

-- As the functions draw them: time first, then chance.
CREATE FUNCTION pg_temp.time_ordered_id(at timestamptz) RETURNS uuid LANGUAGE sql
    RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
            || substr(replace(gen_random_uuid()::text, '-', ''), 13))::uuid;

CREATE TEMPORARY TABLE made ON COMMIT DROP AS
SELECT n, pg_temp.time_ordered_id(at) AS transaction_id, pg_temp.time_ordered_id(at) AS message_id, at,
       (SELECT array_agg(id ORDER BY id) FROM dealerships WHERE name LIKE 'Dealership %')[1 + n % 20]
           AS dealership_id,
       (CASE WHEN n > :wanted * 0.99 THEN 'scheduled'
             WHEN n % 100 < 92 THEN 'delivered' WHEN n % 100 < 95 THEN 'undelivered'
             WHEN n % 100 < 97 THEN 'failed' WHEN n % 100 < 98 THEN 'cancelled'
             ELSE 'sent' END)::message_status AS status
  FROM (SELECT n, now() - interval '60 days' * (:wanted - n) / :wanted AS at
          FROM generate_series(1, :wanted) n) moments;

INSERT INTO transactions (id, tenant_id, external_id, customer_phone, customer_name, customer_id,
                          sales_rep_name, dealership_id, amount_micros, currency, received_at)
SELECT transaction_id, 1, 'made-' || :wanted || '-' || n, '+1415517' || 1000 + n % 9000,
       'Customer ' || n, 'C-' || n, 'Sales Rep ' || n % 50, dealership_id, 1000000 * (n % 90000)::bigint,
       'USD', at
  FROM made;

INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient, dealership_id,
                      received_at, due_at, due_hour, next_attempt_at, attempt_count, body, segments,
                      sent_at, finished_at, error_code, price_micros, price_currency, provider,
                      recipient_country)
SELECT message_id, 1, transaction_id, 'transaction', status, '+1415517' || 1000 + n % 9000,
       dealership_id, at, at, date_trunc('hour', at AT TIME ZONE t.time_zone),
       CASE status WHEN 'scheduled' THEN now() + interval '1 day' END,
       CASE WHEN status IN ('scheduled', 'cancelled') THEN 0 ELSE 1 END,
       CASE WHEN status NOT IN ('scheduled', 'cancelled') THEN
           'Hi Customer ' || n || ', thank you for visiting us! How was it? '
           || 'https://example.com/review Reply STOP to opt out.' END,
       1, CASE WHEN status NOT IN ('scheduled', 'cancelled') THEN at + interval '2 seconds' END,
       CASE WHEN status NOT IN ('scheduled', 'sent') THEN at + interval '5 seconds' END,
       CASE status WHEN 'undelivered' THEN '30003' WHEN 'failed' THEN '21610' END, 7900, 'USD',
       CASE WHEN status NOT IN ('scheduled', 'cancelled') THEN 'twilio' END, 'US'
  FROM made JOIN tenants t ON t.id = 1;

INSERT INTO attempts (message_id, number, tenant_id, provider, state, status, recipient, body,
                      started_at, ended_at, milliseconds, http_status, provider_message_id)
SELECT m.id, 1, 1, 'twilio', 'accepted', m.status, m.recipient, m.body, m.sent_at, m.sent_at, 100,
       201, 'SM' || replace(m.id::text, '-', '')
  FROM messages m JOIN made ON made.message_id = m.id WHERE m.attempt_count = 1;

INSERT INTO message_events (tenant_id, message_id, at, kind, detail)
SELECT 1, message_id, at, 'received', jsonb_build_object('dueAt', at) FROM made;

INSERT INTO hourly_counts AS kept (tenant_id, hour, status, messages)
SELECT 1, m.due_hour, m.status, count(*)
  FROM messages m JOIN made ON made.message_id = m.id GROUP BY 2, 3
ON CONFLICT (tenant_id, hour, status)
    DO UPDATE SET messages = kept.messages + EXCLUDED.messages;

INSERT INTO dealership_counts AS kept (tenant_id, day, dealership_id, status, messages)
SELECT 1, m.due_hour::date, m.dealership_id, m.status, count(*)
  FROM messages m JOIN made ON made.message_id = m.id GROUP BY 2, 3, 4
ON CONFLICT (tenant_id, day, dealership_id, status)
    DO UPDATE SET messages = kept.messages + EXCLUDED.messages;

INSERT INTO total_counts AS kept (tenant_id, status, messages)
SELECT 1, status, count(*) FROM made GROUP BY 2
ON CONFLICT (tenant_id, status) DO UPDATE SET messages = kept.messages + EXCLUDED.messages;

ALTER TABLE messages ENABLE TRIGGER USER;
CALL recount_figures();
COMMIT;
VACUUM (ANALYZE) transactions, messages, attempts, message_events, hourly_counts,
    dealership_counts, total_counts, delivery_sums, latency_sums, error_sums, cost_sums, hour_sums,
    dealerships, status_changes;
