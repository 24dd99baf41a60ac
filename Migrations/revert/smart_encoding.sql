-- Revert sms-tracker:smart_encoding from pg
BEGIN;
ALTER TABLE tenant_settings DROP COLUMN smart_encoding;
COMMIT;
