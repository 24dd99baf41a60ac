-- Verify sms-tracker:idempotency on pg
BEGIN;
SELECT key, request_hash, status, body FROM idempotent_answers WHERE false;
ROLLBACK;
