-- Verify sms-tracker:smart_encoding on pg
BEGIN;
SELECT smart_encoding FROM tenant_settings WHERE false;
ROLLBACK;
