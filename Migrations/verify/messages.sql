-- Verify sms-tracker:messages on pg
BEGIN;
SELECT id, tenant_id, external_id FROM transactions WHERE false;
SELECT id, status, next_attempt_at, due_hour FROM messages WHERE false;
SELECT message_id, number, state, check_at FROM attempts WHERE false;
SELECT id, message_id, kind, detail FROM message_events WHERE false;
SELECT id, idempotency_token, raw FROM delivery_reports WHERE false;
ROLLBACK;
