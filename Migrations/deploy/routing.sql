-- Deploy sms-tracker:routing to pg
-- requires: messages
-- requires: settings
-- requires: providers
BEGIN;

CREATE TYPE sender_kind AS ENUM (
    'long_code', 'toll_free', 'short_code', 'alphanumeric', 'messaging_service', 'whatsapp'
);
CREATE TYPE channel AS ENUM ('sms', 'whatsapp');
CREATE TYPE breaker_state AS ENUM ('closed', 'open', 'half_open');

-- The accounts at providers that messages may go through: a tenant's own, or everybody's when there
-- is no tenant. The account of the settings (TWILIO_*) is not here; its name is twilio.
CREATE TABLE provider_accounts (
    id                      uuid        PRIMARY KEY,
    tenant_id               integer     REFERENCES tenants ON DELETE CASCADE,
    -- Stands with every attempt, so it is one name for the whole installation.
    name                    text        NOT NULL UNIQUE
                                        CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'
                                               AND name <> 'twilio'),
    kind                    text        NOT NULL,
    settings                jsonb       NOT NULL DEFAULT '{}',
    -- Sealed with a key that the database does not know; only workers read them.
    secrets                 bytea,
    -- The last characters of each, for people.
    secret_hints            jsonb       NOT NULL DEFAULT '{}',
    -- A declared adapter; null for one that is built in.
    document                jsonb,
    channel                 channel     NOT NULL DEFAULT 'sms',
    -- ISO 3166 regions of recipients; null for all.
    countries               text[],
    dealerships             bigint[],
    -- Of the accounts that may take a message, those with the highest priority are compared.
    priority                integer     NOT NULL DEFAULT 0,
    segments_per_second     real        CHECK (segments_per_second > 0),
    price_micros            bigint      CHECK (price_micros >= 0),
    price_currency          text,
    enabled                 boolean     NOT NULL DEFAULT true,
    created_at              timestamptz NOT NULL DEFAULT now(),
    updated_at              timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX provider_accounts_by_tenant ON provider_accounts (tenant_id);

CREATE TABLE senders (
    account_id          uuid        NOT NULL REFERENCES provider_accounts ON DELETE CASCADE,
    address             text        NOT NULL,
    tenant_id           integer     REFERENCES tenants ON DELETE CASCADE,
    kind                sender_kind NOT NULL,
    area_code           text,
    segments_per_second real        NOT NULL CHECK (segments_per_second > 0),
    PRIMARY KEY (account_id, address)
);

-- How much traffic each provider gets now, and why; known to every process. No tenant's data.
CREATE TABLE provider_routes (
    provider      text          PRIMARY KEY,
    breaker       breaker_state NOT NULL DEFAULT 'closed',
    -- Percent of its traffic while it comes back.
    share         smallint      NOT NULL DEFAULT 100 CHECK (share BETWEEN 1 AND 100),
    since         timestamptz   NOT NULL DEFAULT now(),
    until         timestamptz,
    -- How often it opened without having closed since.
    openings      smallint      NOT NULL DEFAULT 0,
    -- The provider asked for nothing more before.
    rest_until    timestamptz,
    paused_at     timestamptz,
    paused_reason text,
    -- A person's pause ends by a person; one by trouble lets a message through now and then.
    paused_by     text
);

-- The calls and outcomes of providers, as rows that are only ever added: no two writers meet.
CREATE TABLE provider_health (
    provider    text        NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    calls       integer     NOT NULL DEFAULT 0,
    failures    integer     NOT NULL DEFAULT 0,
    delivered   integer     NOT NULL DEFAULT 0,
    undelivered integer     NOT NULL DEFAULT 0,
    -- The median of the deliveries, from the call to the report.
    seconds     real
);
CREATE INDEX provider_health_recent ON provider_health (at);

-- Every change of a route and its reason, for ever.
CREATE TABLE route_changes (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider text        NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    change   text        NOT NULL,
    reason   text        NOT NULL,
    by_whom  text
);
CREATE INDEX route_changes_by_provider ON route_changes (provider, id DESC);

-- When each sender and account is free for the next segment.
CREATE TABLE lanes (
    lane    text        PRIMARY KEY,
    free_at timestamptz NOT NULL
);

-- What a person must look at; without a tenant it concerns the installation.
CREATE TABLE alerts (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  integer     REFERENCES tenants ON DELETE CASCADE,
    kind       text        NOT NULL,
    subject    text        NOT NULL,
    detail     text        NOT NULL,
    raised_at  timestamptz NOT NULL DEFAULT now(),
    cleared_at timestamptz
);
CREATE UNIQUE INDEX alerts_raised ON alerts (kind, subject) WHERE cleared_at IS NULL;

ALTER TABLE attempts ADD COLUMN decision jsonb;
-- Why a message that is due waits for a route; null when it does not.
ALTER TABLE messages ADD COLUMN waits_for text;
ALTER TABLE tenant_settings
    ADD COLUMN route_success smallint NOT NULL DEFAULT 60 CHECK (route_success BETWEEN 0 AND 100),
    ADD COLUMN route_latency smallint NOT NULL DEFAULT 15 CHECK (route_latency BETWEEN 0 AND 100),
    ADD COLUMN route_cost    smallint NOT NULL DEFAULT 25 CHECK (route_cost BETWEEN 0 AND 100);

-- One row for each statement that brought final reports, whoever wrote them.
CREATE FUNCTION note_deliveries() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO provider_health (provider, delivered, undelivered, seconds)
    SELECT a.provider, count(*) FILTER (WHERE a.status = 'delivered'),
           count(*) FILTER (WHERE a.status <> 'delivered'),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM now() - a.started_at))
               FILTER (WHERE a.status = 'delivered')
      FROM after a JOIN before b USING (message_id, number)
     WHERE a.status IN ('delivered', 'undelivered', 'failed') AND a.status IS DISTINCT FROM b.status
     GROUP BY a.provider;
    RETURN NULL;
END
$$;
CREATE TRIGGER note_deliveries AFTER UPDATE ON attempts
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION note_deliveries();

CALL keep_tenants_apart('provider_accounts');
CALL keep_tenants_apart('senders');
CALL keep_tenants_apart('alerts');
CREATE POLICY everybodys ON provider_accounts FOR SELECT TO sms_function
    USING (tenant_id IS NULL AND current_tenant() > 0);
CREATE POLICY everybodys ON senders FOR SELECT TO sms_function
    USING (tenant_id IS NULL AND current_tenant() > 0);
CREATE POLICY everybodys ON alerts FOR SELECT TO sms_function
    USING (tenant_id IS NULL AND current_tenant() > 0);
-- Whoever lets an account go on clears its alert; the program sees to who may.
CREATE POLICY everybodys_end ON alerts FOR UPDATE TO sms_function
    USING (tenant_id IS NULL AND current_tenant() > 0);

GRANT SELECT (id, tenant_id, name, kind, settings, secret_hints, document, channel, countries,
              dealerships, priority, segments_per_second, price_micros, price_currency, enabled,
              created_at, updated_at),
      INSERT, DELETE,
      UPDATE (kind, settings, secrets, secret_hints, document, channel, countries, dealerships,
              priority, segments_per_second, price_micros, price_currency, enabled, updated_at)
    ON provider_accounts TO sms_function;
GRANT SELECT, INSERT, DELETE ON senders TO sms_function;
GRANT SELECT, INSERT, UPDATE ON provider_routes TO sms_function;
GRANT SELECT ON provider_health TO sms_function;
GRANT SELECT, INSERT ON route_changes TO sms_function;
GRANT SELECT, UPDATE (cleared_at) ON alerts TO sms_function;

GRANT SELECT ON provider_accounts, senders TO sms_worker;
GRANT SELECT, INSERT, UPDATE ON provider_routes, lanes, alerts TO sms_worker;
GRANT SELECT, INSERT, DELETE ON provider_health TO sms_worker;
GRANT SELECT, INSERT ON route_changes TO sms_worker;

COMMIT;
