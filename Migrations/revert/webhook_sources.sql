-- Revert sms-tracker:webhook_sources from pg
BEGIN;

DROP TABLE webhook_sources;

COMMIT;
