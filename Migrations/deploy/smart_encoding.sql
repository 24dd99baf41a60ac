-- Deploy sms-tracker:smart_encoding to pg
-- requires: settings
BEGIN;

-- Whether look-alike characters are replaced, so that a text may stay in GSM-7.
ALTER TABLE tenant_settings ADD COLUMN smart_encoding boolean NOT NULL DEFAULT false;

COMMIT;
