-- Deploy sms-tracker:prices to pg
-- requires: messages
BEGIN;

-- What providers charge, as versions: the newest that is valid counts. A column that is null fits
-- everything; a row without a tenant is the installation's and serves all.
CREATE TABLE prices (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id   integer     REFERENCES tenants,
    provider    text,
    country     text        CHECK (country ~ '^[A-Z]{2}$'),
    sender_kind text        CHECK (sender_kind IN ('longCode', 'tollFree', 'shortCode', 'alphanumeric')),
    direction   text        NOT NULL CHECK (direction IN ('outbound', 'inbound')),
    currency    text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    base_micros bigint      NOT NULL CHECK (base_micros >= 0),
    fee_micros  bigint      NOT NULL CHECK (fee_micros >= 0),
    per_segment boolean     NOT NULL,
    valid_from  timestamptz NOT NULL,
    valid_to    timestamptz CHECK (valid_to > valid_from)
);
CREATE UNIQUE INDEX prices_versions
    ON prices (coalesce(tenant_id, 0), coalesce(provider, ''), coalesce(country, ''),
               coalesce(sender_kind, ''), direction, valid_from);

CALL keep_tenants_apart('prices');
CREATE POLICY of_the_installation ON prices FOR SELECT TO sms_function USING (tenant_id IS NULL);
GRANT SELECT, INSERT, UPDATE ON prices TO sms_function;
GRANT SELECT ON prices TO sms_worker;

-- The estimate is made when a message is queued. No price found leaves it null, never 0.
ALTER TABLE messages
    ADD COLUMN recipient_country text,
    ADD COLUMN estimate_micros   bigint,
    ADD COLUMN estimate_currency text,
    ADD COLUMN estimate_price_id bigint;

-- A provider's invoice, imported once: its hash tells a repeated file.
CREATE TABLE invoice_files (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id   integer     NOT NULL REFERENCES tenants,
    hash        text        NOT NULL,
    name        text        NOT NULL,
    line_count  integer     NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT now(),
    imported_by text        NOT NULL,
    UNIQUE (tenant_id, hash)
);

-- A line is of one message, or the total of a day and country.
CREATE TABLE invoice_lines (
    file_id             bigint  NOT NULL REFERENCES invoice_files,
    line                integer NOT NULL,
    tenant_id           integer NOT NULL,
    provider            text    NOT NULL,
    provider_message_id text,
    day                 date,
    country             text,
    amount_micros       bigint  NOT NULL,
    currency            text    NOT NULL,
    PRIMARY KEY (file_id, line),
    CHECK ((provider_message_id IS NULL) <> (day IS NULL))
);
CREATE INDEX invoice_lines_by_message ON invoice_lines (provider, provider_message_id)
    WHERE provider_message_id IS NOT NULL;
CREATE INDEX invoice_lines_by_day ON invoice_lines (tenant_id, day) WHERE day IS NOT NULL;

CALL keep_tenants_apart('invoice_files');
CALL keep_tenants_apart('invoice_lines');
GRANT SELECT, INSERT ON invoice_files, invoice_lines TO sms_function;

-- Three columns side by side for each message that was sent: estimated, reported, billed; each in
-- its own currency. What counts is the best known of the three.
--
-- A function and no view, because a view reads with the rights of its owner, whom no tenant rule
-- binds; the planner puts its text into the query.
CREATE FUNCTION message_costs()
    RETURNS TABLE (tenant_id integer, message_id uuid, received_at timestamptz,
                   dealership_id bigint, provider text, country text, segments smallint,
                   estimate_micros bigint, estimate_currency text, price_micros bigint,
                   price_currency text, billed_micros bigint, billed_currency text,
                   cost_micros bigint, cost_currency text)
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT m.tenant_id, m.id AS message_id, m.received_at, m.dealership_id, a.provider,
           m.recipient_country AS country, m.segments,
           m.estimate_micros, m.estimate_currency,
           m.price_micros, m.price_currency, b.billed_micros, b.billed_currency,
           coalesce(b.billed_micros, m.price_micros, m.estimate_micros) AS cost_micros,
           CASE WHEN b.billed_micros IS NOT NULL THEN b.billed_currency
                WHEN m.price_micros IS NOT NULL THEN m.price_currency
                ELSE m.estimate_currency END AS cost_currency
      FROM messages m
      JOIN attempts a ON a.message_id = m.id AND a.number = m.attempt_count
      LEFT JOIN LATERAL (
          SELECT sum(l.amount_micros)::bigint AS billed_micros, l.currency AS billed_currency
            FROM attempts t
            JOIN invoice_lines l ON l.provider = t.provider
                                AND l.provider_message_id = t.provider_message_id
           WHERE t.message_id = m.id AND l.tenant_id = m.tenant_id
           GROUP BY l.currency ORDER BY l.currency LIMIT 1) b ON true
$$;

COMMIT;
