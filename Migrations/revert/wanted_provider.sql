-- Revert sms-tracker:wanted_provider from pg
BEGIN;

ALTER TABLE messages DROP COLUMN wanted_provider;

COMMIT;
