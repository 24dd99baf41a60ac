-- Who said STOP among the made-up customers is written to no more. The journal looks for what was sent
-- to the number last, and so this comes when the indexes are there.
INSERT INTO suppressions (tenant_id, number, reason, source, note, added_by, added_at)
SELECT tenant_id, sender, 'opted_out', 'keyword', keyword, 'inbound', received_at
  FROM inbound_messages WHERE intent = 'stop' AND provider_message_id LIKE 'seed-%'
    ON CONFLICT DO NOTHING;
