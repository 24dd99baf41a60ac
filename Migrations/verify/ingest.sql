-- Verify sms-tracker:ingest on pg
BEGIN;
SELECT has_function_privilege('sms_function', 'ingest(jsonb)', 'EXECUTE');
ROLLBACK;
