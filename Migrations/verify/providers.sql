-- Verify sms-tracker:providers on pg
BEGIN;
SELECT provider, state, since FROM provider_states WHERE false;
ROLLBACK;
