-- Revert sms-tracker:conversations from pg
BEGIN;
-- A value of an enumeration cannot be taken back: what was a reply is a test from now on.
UPDATE messages SET kind = 'test' WHERE kind = 'reply';
DROP FUNCTION name_of_number;
ALTER TABLE inbound_messages
    DROP COLUMN sender_name, DROP COLUMN handled_at, DROP COLUMN handled_by;
COMMIT;
