-- Revert sms-tracker:settings from pg
BEGIN;
DROP TABLE tenant_settings;
COMMIT;
