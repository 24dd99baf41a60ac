-- Deploy sms-tracker:messages to pg
-- requires: tenants
BEGIN;

CREATE TYPE message_kind AS ENUM ('transaction', 'test');

CREATE TYPE message_status AS ENUM (
    'scheduled', 'queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'cancelled',
    'unknown', 'expired', 'suppressed'
);

-- started: recorded, the provider is being called.  accepted: the provider has it.
-- refused: the provider does not want it.  unknown: the provider's answer was lost.
-- absent: the provider was asked and never had it.
CREATE TYPE attempt_state AS ENUM ('started', 'accepted', 'refused', 'unknown', 'absent');

CREATE TABLE dealerships (
    id        bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id integer NOT NULL REFERENCES tenants,
    name      text    NOT NULL,
    UNIQUE (tenant_id, name)
);

CREATE TABLE transactions (
    id             uuid        PRIMARY KEY,
    tenant_id      integer     NOT NULL,
    external_id    text        NOT NULL,
    customer_phone text        NOT NULL,
    customer_name  text,
    customer_id    text,
    sales_rep_name text,
    dealership_id  bigint,
    amount_micros  bigint,
    currency       text,
    completed_at   timestamptz,
    received_at    timestamptz NOT NULL,
    UNIQUE (tenant_id, external_id)
);

CREATE TABLE messages (
    id              uuid           PRIMARY KEY,
    tenant_id       integer        NOT NULL,
    transaction_id  uuid           NOT NULL,
    kind            message_kind   NOT NULL,
    status          message_status NOT NULL,
    recipient       text           NOT NULL,
    dealership_id   bigint,
    received_at     timestamptz    NOT NULL,
    due_at          timestamptz    NOT NULL,
    -- The hour of due_at in the tenant's zone: the message is counted there for ever.
    due_hour        timestamp      NOT NULL,
    -- When dispatch must take it up; null when there is nothing to send.
    next_attempt_at timestamptz,
    attempt_count   smallint       NOT NULL DEFAULT 0,
    -- Attempts that do not use up retries: those before a person asked for another, and those that
    -- the provider never took up.
    free_attempts   smallint       NOT NULL DEFAULT 0,
    -- A text of its own, for a test message; else the tenant's template is rendered.
    own_text        text,
    body            text,
    segments        smallint,
    sent_at         timestamptz,
    finished_at     timestamptz,
    error_code      text,
    price_micros    bigint,
    price_currency  text
);
CREATE INDEX messages_log ON messages (tenant_id, received_at DESC, id DESC);
CREATE INDEX messages_by_status ON messages (tenant_id, status, received_at DESC, id DESC);
CREATE INDEX messages_by_recipient ON messages (tenant_id, recipient);
CREATE INDEX messages_by_transaction ON messages (transaction_id);
CREATE INDEX messages_due ON messages (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

CREATE TABLE attempts (
    message_id          uuid          NOT NULL,
    number              smallint      NOT NULL,
    tenant_id           integer       NOT NULL,
    provider            text          NOT NULL,
    state               attempt_state NOT NULL DEFAULT 'started',
    -- The provider's last word on it.
    status              message_status,
    recipient           text          NOT NULL,
    body                text          NOT NULL,
    started_at          timestamptz   NOT NULL DEFAULT now(),
    ended_at            timestamptz,
    milliseconds        integer,
    http_status         smallint,
    provider_message_id text,
    sender              text,
    error_code          text,
    error_message       text,
    -- When maintain must look at it: the lease ran out, the answer was lost, a report is overdue.
    check_at            timestamptz,
    check_count         smallint      NOT NULL DEFAULT 0,
    PRIMARY KEY (message_id, number)
);
CREATE UNIQUE INDEX attempts_by_provider_message_id ON attempts (provider, provider_message_id)
    WHERE provider_message_id IS NOT NULL;
CREATE INDEX attempts_to_check ON attempts (check_at) WHERE check_at IS NOT NULL;

CREATE TABLE message_events (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  integer     NOT NULL,
    message_id uuid        NOT NULL,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind       text        NOT NULL,
    detail     jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX message_events_timeline ON message_events (message_id, id);

-- Every report as the provider sent it. The token makes a repeated report visible as such.
CREATE TABLE delivery_reports (
    id                  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id           integer,
    message_id          uuid,
    provider            text        NOT NULL,
    provider_message_id text        NOT NULL,
    idempotency_token   text        UNIQUE,
    raw                 jsonb       NOT NULL,
    received_at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX delivery_reports_by_message ON delivery_reports (message_id);

CALL keep_tenants_apart('dealerships');
CALL keep_tenants_apart('transactions');
CALL keep_tenants_apart('messages');
CALL keep_tenants_apart('attempts');
CALL keep_tenants_apart('message_events');
CALL keep_tenants_apart('delivery_reports');

GRANT SELECT ON dealerships, transactions, messages, attempts, message_events
    TO sms_function, sms_worker;
GRANT UPDATE ON messages TO sms_function, sms_worker;
GRANT INSERT ON message_events TO sms_function, sms_worker;
GRANT INSERT, UPDATE ON attempts TO sms_worker;
GRANT SELECT, INSERT ON delivery_reports TO sms_worker;

COMMIT;
