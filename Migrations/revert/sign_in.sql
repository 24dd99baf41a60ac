-- Revert sms-tracker:sign_in from pg
BEGIN;

DROP FUNCTION has_sign_in, find_sign_in_provider, find_sign_in;
DROP TABLE sign_in_identities, sign_in_providers;

COMMIT;
