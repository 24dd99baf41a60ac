-- Verify sms-tracker:suppressions on pg
BEGIN;
SELECT tenant_id, number, reason, source, note, added_by, added_at, released_by, released_at
  FROM suppressions WHERE false;
SELECT tenant_id, sender, recipient, body, intent, needs_review FROM inbound_messages WHERE false;
ROLLBACK;
