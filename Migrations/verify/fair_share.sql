-- Verify sms-tracker:fair_share on pg
BEGIN;

SELECT 1 / (pg_get_indexdef('messages_due'::regclass) LIKE '%(tenant_id, next_attempt_at)%')::integer;

ROLLBACK;
