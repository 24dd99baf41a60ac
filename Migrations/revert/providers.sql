-- Revert sms-tracker:providers from pg
BEGIN;
DROP TABLE provider_states;
DROP TYPE provider_state;
COMMIT;
