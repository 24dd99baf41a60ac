-- Deploy sms-tracker:providers to pg
-- requires: tenants
BEGIN;

-- answering: it took or refused the last message.  away: it could not be reached, or did not answer.
-- refusing: it does not accept our account.
CREATE TYPE provider_state AS ENUM ('answering', 'away', 'refusing');

-- How each provider did when it was last called; written when that changes, not at every call.
-- The accounts are the installation's, so this is nobody's data.
CREATE TABLE provider_states (
    provider text           PRIMARY KEY,
    state    provider_state NOT NULL,
    since    timestamptz    NOT NULL DEFAULT now()
);

GRANT SELECT ON provider_states TO sms_function;
GRANT SELECT, INSERT, UPDATE ON provider_states TO sms_worker;

COMMIT;
