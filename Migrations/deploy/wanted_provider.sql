-- Deploy sms-tracker:wanted_provider to pg
-- requires: languages_channels
BEGIN;

-- The only provider that the message may go through: for trying one out.
ALTER TABLE messages ADD COLUMN wanted_provider text;

COMMIT;
