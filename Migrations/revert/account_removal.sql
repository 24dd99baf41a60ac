-- Revert sms-tracker:account_removal from pg
BEGIN;

DROP TRIGGER forget_provider ON provider_accounts;
DROP FUNCTION forget_provider;

COMMIT;
