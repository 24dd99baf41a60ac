-- The query of Sources/Store/MessageExport.swift, for the one business there is.
COPY (
    SELECT m.id AS message_id, harmless(t.external_id) AS transaction_id,
           m.kind, m.status, harmless(t.customer_name) AS customer_name,
           m.recipient AS customer_phone, harmless(d.name) AS dealership_name,
           harmless(t.sales_rep_name) AS sales_rep_name,
           trim_scale(t.amount_micros / 1000000.0) AS amount, t.currency,
           iso8601(m.received_at) AS received_at, iso8601(m.due_at) AS due_at,
           iso8601(m.sent_at) AS sent_at, iso8601(m.finished_at) AS finished_at,
           m.attempt_count AS attempts, m.error_code, m.segments,
           trim_scale(m.price_micros / 1000000.0) AS price, m.price_currency,
           harmless(m.body) AS body
      FROM messages m
      JOIN transactions t ON t.id = m.transaction_id
      LEFT JOIN dealerships d ON d.id = m.dealership_id
     WHERE m.tenant_id = 1
     ORDER BY m.received_at DESC, m.id DESC
) TO STDOUT WITH (FORMAT csv, HEADER);
