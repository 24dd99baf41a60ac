-- Deploy sms-tracker:shadow_approval to pg
-- requires: guards
BEGIN;

-- What shadow mode rehearsed is held for a person, like all that is held.
--
-- True once a person let a rehearsed message go: it is sent though its tenant only rehearses.
ALTER TABLE messages ADD COLUMN leaves_shadow boolean NOT NULL DEFAULT false;

COMMIT;
