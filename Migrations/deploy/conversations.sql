-- Deploy sms-tracker:conversations to pg
-- requires: suppressions
-- requires: languages_channels
BEGIN;

-- What a person of the business writes back to a customer.
ALTER TYPE message_kind ADD VALUE IF NOT EXISTS 'reply';

-- Who has done what there was to do about it; null until then. What was asked for by STOP or START
-- is done on arrival.
ALTER TABLE inbound_messages
    ADD COLUMN handled_by  text,
    ADD COLUMN handled_at  timestamptz,
    -- The customer's name when it came: what conversations are searched by.
    ADD COLUMN sender_name text;

-- The name that the newest transaction of a number gives, if any does.
CREATE FUNCTION name_of_number(tenant integer, number text) RETURNS text
    LANGUAGE sql STABLE AS $$
    SELECT t.customer_name
      FROM messages m JOIN transactions t ON t.id = m.transaction_id
     WHERE m.tenant_id = tenant AND m.recipient = number AND t.customer_name IS NOT NULL
     ORDER BY m.received_at DESC LIMIT 1
$$;

UPDATE inbound_messages SET sender_name = name_of_number(tenant_id, sender);
UPDATE inbound_messages SET handled_by = 'inbound', handled_at = received_at
 WHERE intent IN ('stop', 'start');
CREATE INDEX inbound_messages_unhandled ON inbound_messages (tenant_id, sender)
    WHERE handled_at IS NULL;
GRANT UPDATE (handled_by, handled_at) ON inbound_messages TO sms_function;

COMMIT;
