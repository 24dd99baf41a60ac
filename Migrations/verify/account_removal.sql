-- Verify sms-tracker:account_removal on pg
BEGIN;

SELECT 1 / count(*) FROM pg_trigger
 WHERE tgrelid = 'provider_accounts'::regclass AND tgname = 'forget_provider';

ROLLBACK;
