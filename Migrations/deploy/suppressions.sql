-- Deploy sms-tracker:suppressions to pg
-- requires: guards
BEGIN;

-- The answer to an opt-out, an opt-in or a call for help.
ALTER TYPE message_kind ADD VALUE 'confirmation';

CREATE TYPE suppression_reason AS ENUM (
    'opted_out', 'dead_number', 'wrong_number', 'complained', 'operator', 'provider_code'
);
-- Who told us: the person's own words, a program, a page, a file, a provider's error code.
CREATE TYPE suppression_source AS ENUM ('keyword', 'api', 'page', 'import', 'code');

-- Numbers that are not written to. A row is never deleted: it is released, and says by whom.
--
-- Different reasons and sources stand side by side, so that one who texts START takes back no more
-- than what the keyword did.
CREATE TABLE suppressions (
    id           bigint             GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id    integer            NOT NULL,
    number       text               NOT NULL,
    reason       suppression_reason NOT NULL,
    source       suppression_source NOT NULL,
    note         text               NOT NULL DEFAULT '',
    added_by     text               NOT NULL,
    added_at     timestamptz        NOT NULL DEFAULT now(),
    released_by  text,
    released_at  timestamptz,
    release_note text
);
CREATE UNIQUE INDEX suppressions_in_force ON suppressions (tenant_id, number, reason, source)
    WHERE released_at IS NULL;
CREATE INDEX suppressions_list ON suppressions (tenant_id, id DESC);
CREATE INDEX suppressions_by_number ON suppressions (tenant_id, number, id DESC);

-- What people answered, as the provider sent it, and what we understood.
CREATE TABLE inbound_messages (
    id                  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id           integer     NOT NULL,
    provider            text        NOT NULL,
    provider_message_id text        NOT NULL,
    -- The person's number, and ours.
    sender              text        NOT NULL,
    recipient           text        NOT NULL,
    body                text        NOT NULL,
    intent              text        NOT NULL,
    -- The words that it was understood by.
    keyword             text,
    opt_out_type        text,
    -- The message that it probably answers: the last one to that number.
    message_id          uuid,
    -- How many waiting messages it cancelled.
    cancelled_count     integer     NOT NULL DEFAULT 0,
    -- True while a person has to read it; nothing is sent to the number until then.
    needs_review        boolean     NOT NULL DEFAULT false,
    reviewed_by         text,
    reviewed_at         timestamptz,
    raw                 jsonb       NOT NULL,
    received_at         timestamptz NOT NULL DEFAULT now(),
    UNIQUE (provider, provider_message_id)
);
CREATE INDEX inbound_messages_log ON inbound_messages (tenant_id, id DESC);
CREATE INDEX inbound_messages_by_sender ON inbound_messages (tenant_id, sender, id DESC);
CREATE INDEX inbound_messages_to_review ON inbound_messages (tenant_id, sender)
    WHERE needs_review;

CALL keep_tenants_apart('suppressions');
CALL keep_tenants_apart('inbound_messages');
GRANT SELECT, INSERT, UPDATE ON suppressions TO sms_function, sms_worker;
GRANT INSERT ON transactions, messages TO sms_worker;
GRANT SELECT ON inbound_messages TO sms_function;
GRANT UPDATE (needs_review, reviewed_by, reviewed_at) ON inbound_messages TO sms_function;
GRANT SELECT, INSERT, UPDATE ON inbound_messages TO sms_worker;

COMMIT;
