-- Deploy sms-tracker:conversations to pg
-- requires: suppressions
-- requires: languages
BEGIN;

-- What a person of the business writes back to a customer.
ALTER TYPE message_kind ADD VALUE IF NOT EXISTS 'reply';

-- Who has done what there was to do about it; null until then. What was asked for by STOP or START
-- is done on arrival.
ALTER TABLE inbound_messages
    ADD COLUMN handled_by text,
    ADD COLUMN handled_at timestamptz;
UPDATE inbound_messages SET handled_by = 'inbound', handled_at = received_at
 WHERE intent IN ('stop', 'start');
CREATE INDEX inbound_messages_unhandled ON inbound_messages (tenant_id, sender)
    WHERE handled_at IS NULL;
GRANT UPDATE (handled_by, handled_at) ON inbound_messages TO sms_function;

COMMIT;
