-- Revert sms-tracker:ingest from pg
BEGIN;
DROP FUNCTION ingest(jsonb);
DROP TYPE arriving_transaction;
COMMIT;
