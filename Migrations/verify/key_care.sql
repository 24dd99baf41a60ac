-- Verify sms-tracker:key_care on pg
BEGIN;

SELECT created_by, expires_at, last_used_at FROM api_keys WHERE false;

ROLLBACK;
