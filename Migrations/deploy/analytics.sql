-- Deploy sms-tracker:analytics to pg
-- requires: counts
-- requires: prices
-- requires: ledger
-- requires: conversations
BEGIN;

-- Nothing may change between the sums that are made here and the journal that goes on from them.
LOCK TABLE messages, status_changes, inbound_messages, suppressions IN SHARE ROW EXCLUSIVE MODE;

-- What a message counts for is told by its own row alone: the provider of its last attempt, and
-- what its invoice says, stand there too.
ALTER TABLE messages
    ADD COLUMN IF NOT EXISTS provider text,
    ADD COLUMN billed_micros   bigint,
    ADD COLUMN billed_currency text;
UPDATE messages m SET provider = a.provider
  FROM attempts a WHERE a.message_id = m.id AND a.number = m.attempt_count AND m.provider IS NULL;

-- What the lines of invoices come to for one message, in the currency that message_costs() takes.
CREATE FUNCTION billed(of_message uuid) RETURNS TABLE (micros bigint, currency text)
    LANGUAGE sql STABLE AS $$
    SELECT sum(l.amount_micros)::bigint, l.currency
      FROM attempts a
      JOIN invoice_lines l ON l.provider = a.provider
                          AND l.provider_message_id = a.provider_message_id
                          AND l.tenant_id = a.tenant_id
     WHERE a.message_id = of_message
     GROUP BY l.currency ORDER BY l.currency LIMIT 1
$$;
REVOKE ALL ON FUNCTION billed FROM PUBLIC;

-- An invoice is of messages that were sent long ago: those that it names take over what it says.
CREATE FUNCTION bill_messages() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- In the order in which others lock messages.
    PERFORM FROM messages
      WHERE id IN (SELECT a.message_id
                     FROM arrived l JOIN attempts a ON a.provider = l.provider
                                                   AND a.provider_message_id = l.provider_message_id
                                                   AND a.tenant_id = l.tenant_id)
      ORDER BY id FOR UPDATE;
    UPDATE messages m SET billed_micros = b.micros, billed_currency = b.currency
      FROM (SELECT DISTINCT a.message_id
              FROM arrived l JOIN attempts a ON a.provider = l.provider
                                            AND a.provider_message_id = l.provider_message_id
                                            AND a.tenant_id = l.tenant_id) named
     CROSS JOIN LATERAL billed(named.message_id) b
     WHERE m.id = named.message_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER bill_messages AFTER INSERT ON invoice_lines
    REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION bill_messages();

UPDATE messages m SET billed_micros = b.micros, billed_currency = b.currency
  FROM (SELECT DISTINCT a.message_id
          FROM invoice_lines l JOIN attempts a USING (provider, provider_message_id, tenant_id)) n
 CROSS JOIN LATERAL billed(n.message_id) b
 WHERE m.id = n.message_id;

-- The journal tells of each change what the message counted for before and after it. All of it
-- comes from the two versions of the row, so that no change costs the path of a message a look
-- anywhere else; a message that arrives counts for nothing but its status yet.
ALTER TABLE status_changes
    ADD COLUMN from_provider     text,
    ADD COLUMN to_provider       text,
    ADD COLUMN from_country      text,
    ADD COLUMN to_country        text,
    -- Of what failed; empty where nobody gave a reason.
    ADD COLUMN from_code         text,
    ADD COLUMN to_code           text,
    -- The best known cost: billed, else reported, else estimated.
    ADD COLUMN from_micros       bigint,
    ADD COLUMN to_micros         bigint,
    ADD COLUMN from_currency     text,
    ADD COLUMN to_currency       text,
    -- From the provider's taking the message to its delivery.
    ADD COLUMN from_milliseconds integer,
    ADD COLUMN to_milliseconds   integer,
    ADD COLUMN from_attempts     smallint,
    ADD COLUMN to_attempts       smallint;

CREATE FUNCTION failure_code(status message_status, error_code text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN status IN ('failed', 'undelivered') THEN coalesce(error_code, '') END
$$;
-- Nothing is known of a delivery that was heard of before the hand-over.
CREATE FUNCTION delivery_milliseconds(
    status message_status, sent_at timestamptz, finished_at timestamptz) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN status = 'delivered' AND sent_at < finished_at
                THEN least(extract(epoch FROM finished_at - sent_at) * 1000, 2000000000)::integer
           END
$$;

CREATE OR REPLACE FUNCTION journal_new_messages() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO status_changes (tenant_id, message_id, hour, dealership_id, to_status, to_provider,
                                to_country, to_code, to_micros, to_currency, to_milliseconds,
                                to_attempts)
    SELECT tenant_id, id, due_hour, coalesce(dealership_id, 0), status, provider,
           CASE WHEN provider IS NOT NULL THEN coalesce(recipient_country, '') END,
           failure_code(status, error_code),
           CASE WHEN provider IS NOT NULL
                THEN coalesce(billed_micros, price_micros, estimate_micros) END,
           CASE WHEN provider IS NULL THEN NULL
                WHEN billed_micros IS NOT NULL THEN billed_currency
                WHEN price_micros IS NOT NULL THEN price_currency
                WHEN estimate_micros IS NOT NULL THEN estimate_currency END,
           delivery_milliseconds(status, sent_at, finished_at), attempt_count
      FROM arrived;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION journal_changed_messages() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO status_changes (
        tenant_id, message_id, hour, dealership_id, from_status, to_status,
        from_provider, to_provider, from_country, to_country, from_code, to_code,
        from_micros, to_micros, from_currency, to_currency, from_milliseconds, to_milliseconds,
        from_attempts, to_attempts)
    SELECT n.tenant_id, n.id, n.due_hour, coalesce(n.dealership_id, 0), o.status, n.status,
           o.provider, n.provider,
           CASE WHEN o.provider IS NOT NULL THEN coalesce(o.recipient_country, '') END,
           CASE WHEN n.provider IS NOT NULL THEN coalesce(n.recipient_country, '') END,
           failure_code(o.status, o.error_code), failure_code(n.status, n.error_code),
           CASE WHEN o.provider IS NOT NULL
                THEN coalesce(o.billed_micros, o.price_micros, o.estimate_micros) END,
           CASE WHEN n.provider IS NOT NULL
                THEN coalesce(n.billed_micros, n.price_micros, n.estimate_micros) END,
           CASE WHEN o.provider IS NULL THEN NULL
                WHEN o.billed_micros IS NOT NULL THEN o.billed_currency
                WHEN o.price_micros IS NOT NULL THEN o.price_currency
                WHEN o.estimate_micros IS NOT NULL THEN o.estimate_currency END,
           CASE WHEN n.provider IS NULL THEN NULL
                WHEN n.billed_micros IS NOT NULL THEN n.billed_currency
                WHEN n.price_micros IS NOT NULL THEN n.price_currency
                WHEN n.estimate_micros IS NOT NULL THEN n.estimate_currency END,
           delivery_milliseconds(o.status, o.sent_at, o.finished_at),
           delivery_milliseconds(n.status, n.sent_at, n.finished_at),
           o.attempt_count, n.attempt_count
      FROM after_change n JOIN before_change o USING (id)
     WHERE n.status <> o.status
        OR (n.provider, n.error_code, n.sent_at, n.finished_at)
           IS DISTINCT FROM (o.provider, o.error_code, o.sent_at, o.finished_at)
        OR n.provider IS NOT NULL
           AND (n.billed_micros, n.price_micros, n.estimate_micros, n.billed_currency,
                n.price_currency, n.estimate_currency, n.recipient_country, n.attempt_count)
               IS DISTINCT FROM
               (o.billed_micros, o.price_micros, o.estimate_micros, o.billed_currency,
                o.price_currency, o.estimate_currency, o.recipient_country, o.attempt_count);
    RETURN NULL;
END
$$;

-- The sums, each for everything and for each of what analytics compares: messages, errors and costs
-- of dealerships, those and times of providers, costs of countries. By day and, since a year of days
-- would be too much to add up while a page waits, by week from Monday on.
CREATE TYPE figure_slice AS ENUM ('all', 'dealership', 'provider', 'country');

CREATE TABLE delivery_sums (
    tenant_id   integer      NOT NULL,
    slice       figure_slice NOT NULL,
    is_week     boolean      NOT NULL,
    day         date         NOT NULL,
    -- The dealership's id, the provider's name, the country's letters.
    member      text         NOT NULL,
    scheduled   integer      NOT NULL,
    -- Queued, on its way to the provider, or nobody knows.
    moving      integer      NOT NULL,
    sent        integer      NOT NULL,
    delivered   integer      NOT NULL,
    undelivered integer      NOT NULL,
    failed      integer      NOT NULL,
    -- Cancelled, expired or suppressed.
    withheld    integer      NOT NULL,
    PRIMARY KEY (tenant_id, slice, is_week, day, member)
);

-- Of delivered messages. Buckets are those of latency_bucket(). Those of a provider leave out what
-- took more than one attempt: the wait for the next one is none of its doing.
CREATE TABLE latency_sums (
    tenant_id    integer      NOT NULL,
    slice        figure_slice NOT NULL,
    is_week      boolean      NOT NULL,
    day          date         NOT NULL,
    member       text         NOT NULL,
    bucket       smallint     NOT NULL,
    messages     integer      NOT NULL,
    milliseconds bigint       NOT NULL,
    PRIMARY KEY (tenant_id, slice, is_week, day, member, bucket)
);

CREATE TABLE error_sums (
    tenant_id integer      NOT NULL,
    slice     figure_slice NOT NULL,
    is_week   boolean      NOT NULL,
    day       date         NOT NULL,
    member    text         NOT NULL,
    code      text         NOT NULL,
    messages  integer      NOT NULL,
    PRIMARY KEY (tenant_id, slice, is_week, day, member, code)
);

CREATE TABLE cost_sums (
    tenant_id integer      NOT NULL,
    slice     figure_slice NOT NULL,
    is_week   boolean      NOT NULL,
    day       date         NOT NULL,
    member    text         NOT NULL,
    currency  text         NOT NULL,
    messages  integer      NOT NULL,
    micros    bigint       NOT NULL,
    PRIMARY KEY (tenant_id, slice, is_week, day, member, currency)
);

CREATE TABLE answer_sums (
    tenant_id integer      NOT NULL,
    slice     figure_slice NOT NULL,
    is_week   boolean      NOT NULL,
    day       date         NOT NULL,
    member    text         NOT NULL,
    replies   integer      NOT NULL,
    opt_outs  integer      NOT NULL,
    PRIMARY KEY (tenant_id, slice, is_week, day, member)
);

-- The heat map needs hours, in one row each.
CREATE TABLE hour_sums (
    tenant_id integer   NOT NULL,
    hour      timestamp NOT NULL,
    messages  integer   NOT NULL,
    sent      integer   NOT NULL,
    delivered integer   NOT NULL,
    failed    integer   NOT NULL,
    PRIMARY KEY (tenant_id, hour)
);

-- Below 16 milliseconds each is a bucket; above, every doubling is cut into eight equal parts, so
-- that the middle of a bucket is within 6.25 % of all that is in it.
CREATE FUNCTION latency_bucket(milliseconds integer) RETURNS smallint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN milliseconds < 16 THEN milliseconds
                ELSE (SELECT 16 + (exponent - 4) * 8 + ((milliseconds >> (exponent - 3)) & 7)
                        FROM (SELECT length(ltrim(milliseconds::bit(32)::text, '0')) - 1)
                          AS e (exponent))
           END::smallint
$$;

-- Where something of a day counts.
CREATE FUNCTION figure_slices(of_day date, dealership_id bigint, provider text, country text)
    RETURNS TABLE (slice figure_slice, is_week boolean, day date, member text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT s.slice, w.is_week,
           CASE WHEN w.is_week THEN date_trunc('week', of_day::timestamp)::date ELSE of_day END,
           s.member
      FROM (VALUES ('all'::figure_slice, ''), ('dealership', dealership_id::text),
                   ('provider', provider), ('country', country)) s (slice, member)
     CROSS JOIN (VALUES (false), (true)) w (is_week)
     WHERE s.member IS NOT NULL
$$;

-- The journal as rows that are added, and rows that are taken away again.
CREATE FUNCTION unfolded_figures()
    RETURNS TABLE (tenant_id integer, hour timestamp, dealership_id bigint, messages integer,
                   status message_status, provider text, country text, code text, micros bigint,
                   currency text, milliseconds integer, attempts smallint)
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT tenant_id, hour, dealership_id, 1, to_status, to_provider, to_country, to_code,
           to_micros, to_currency, to_milliseconds, to_attempts FROM status_changes
    UNION ALL
    SELECT tenant_id, hour, dealership_id, -1, from_status, from_provider, from_country, from_code,
           from_micros, from_currency, from_milliseconds, from_attempts FROM status_changes
     WHERE from_status IS NOT NULL
$$;

-- What customers answer is rare; each answer is a line of its own until it is folded.
CREATE TABLE answer_changes (
    id            bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id     integer  NOT NULL,
    day           date     NOT NULL,
    dealership_id bigint   NOT NULL,
    replies       smallint NOT NULL,
    opt_outs      smallint NOT NULL
);

CREATE FUNCTION local_day(of_tenant integer, at timestamptz) RETURNS date
    LANGUAGE sql STABLE AS $$
    SELECT (at AT TIME ZONE time_zone)::date FROM tenants WHERE id = of_tenant
$$;
REVOKE ALL ON FUNCTION local_day FROM PUBLIC;

-- A reply is what somebody wrote, and not a word for machines such as STOP.
CREATE FUNCTION journal_reply() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO answer_changes (tenant_id, day, dealership_id, replies, opt_outs)
    SELECT NEW.tenant_id, local_day(NEW.tenant_id, NEW.received_at),
           coalesce((SELECT dealership_id FROM messages WHERE id = NEW.message_id), 0), 1, 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER journal_reply AFTER INSERT ON inbound_messages
    FOR EACH ROW WHEN (NEW.intent NOT IN ('stop', 'start', 'help'))
    EXECUTE FUNCTION journal_reply();

-- An opt-out counts where the number was written to last. A list that is imported opts nobody out
-- today.
CREATE FUNCTION journal_opt_out() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO answer_changes (tenant_id, day, dealership_id, replies, opt_outs)
    SELECT NEW.tenant_id, local_day(NEW.tenant_id, NEW.added_at),
           coalesce((SELECT dealership_id FROM messages
                      WHERE tenant_id = NEW.tenant_id AND recipient = NEW.number
                      ORDER BY received_at DESC, id DESC LIMIT 1), 0), 0, 1;
    RETURN NULL;
END
$$;
CREATE TRIGGER journal_opt_out AFTER INSERT ON suppressions
    FOR EACH ROW WHEN (NEW.reason = 'opted_out' AND NEW.source <> 'import')
    EXECUTE FUNCTION journal_opt_out();

-- Makes the sums anew from the messages: for what was counted before this change, and for whoever
-- writes messages past the triggers. Nothing changes messages meanwhile.
CREATE PROCEDURE recount_figures() LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE messages, status_changes IN SHARE ROW EXCLUSIVE MODE;
    -- What is not folded yet goes into the older counts, which stay as they are; the sums have it
    -- from the rows.
    WITH folded AS (
        DELETE FROM status_changes RETURNING *
    ), moves AS (
        SELECT tenant_id, hour, dealership_id, to_status AS status, 1 AS messages FROM folded
        UNION ALL
        SELECT tenant_id, hour, dealership_id, from_status, -1 FROM folded
         WHERE from_status IS NOT NULL
    ), hourly AS (
        INSERT INTO hourly_counts AS kept
        SELECT tenant_id, hour, status, sum(messages) FROM moves GROUP BY 1, 2, 3
        ON CONFLICT (tenant_id, hour, status)
            DO UPDATE SET messages = kept.messages + EXCLUDED.messages
    ), dealership AS (
        INSERT INTO dealership_counts AS kept
        SELECT tenant_id, hour::date, dealership_id, status, sum(messages) FROM moves
         GROUP BY 1, 2, 3, 4
        ON CONFLICT (tenant_id, day, dealership_id, status)
            DO UPDATE SET messages = kept.messages + EXCLUDED.messages
    )
    INSERT INTO total_counts AS kept
    SELECT tenant_id, status, sum(messages) FROM moves GROUP BY 1, 2
    ON CONFLICT (tenant_id, status) DO UPDATE SET messages = kept.messages + EXCLUDED.messages;

    CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
    SELECT tenant_id, due_hour::date AS day, coalesce(dealership_id, 0) AS dealership_id, status,
           provider, CASE WHEN provider IS NOT NULL THEN coalesce(recipient_country, '') END AS country,
           failure_code(status, error_code) AS code,
           CASE WHEN provider IS NULL THEN NULL
                WHEN billed_micros IS NOT NULL THEN billed_currency
                WHEN price_micros IS NOT NULL THEN price_currency
                WHEN estimate_micros IS NOT NULL THEN estimate_currency END AS currency,
           latency_bucket(delivery_milliseconds(status, sent_at, finished_at)) AS bucket,
           attempt_count > 1 AS is_retried, count(*) AS messages,
           sum(CASE WHEN provider IS NOT NULL
                    THEN coalesce(billed_micros, price_micros, estimate_micros) END) AS micros,
           sum(delivery_milliseconds(status, sent_at, finished_at)) AS milliseconds
      FROM messages GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

    DELETE FROM delivery_sums;
    DELETE FROM latency_sums;
    DELETE FROM error_sums;
    DELETE FROM cost_sums;
    DELETE FROM hour_sums;
    INSERT INTO delivery_sums
    SELECT c.tenant_id, s.slice, s.is_week, s.day, s.member,
           coalesce(sum(messages) FILTER (WHERE status = 'scheduled'), 0),
           coalesce(sum(messages) FILTER (WHERE status IN ('queued', 'sending', 'unknown')), 0),
           coalesce(sum(messages) FILTER (WHERE status = 'sent'), 0),
           coalesce(sum(messages) FILTER (WHERE status = 'delivered'), 0),
           coalesce(sum(messages) FILTER (WHERE status = 'undelivered'), 0),
           coalesce(sum(messages) FILTER (WHERE status = 'failed'), 0),
           coalesce(sum(messages) FILTER (WHERE status IN ('cancelled', 'expired', 'suppressed')), 0)
      FROM counted c
     CROSS JOIN LATERAL figure_slices(c.day, c.dealership_id, c.provider, NULL) s
     GROUP BY 1, 2, 3, 4, 5;
    INSERT INTO latency_sums
    SELECT c.tenant_id, s.slice, s.is_week, s.day, s.member, bucket, sum(messages), sum(milliseconds)
      FROM counted c
     CROSS JOIN LATERAL figure_slices(
               c.day, NULL, CASE WHEN NOT is_retried THEN c.provider END, NULL) s
     WHERE bucket IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;
    INSERT INTO error_sums
    SELECT c.tenant_id, s.slice, s.is_week, s.day, s.member, code, sum(messages)
      FROM counted c
     CROSS JOIN LATERAL figure_slices(c.day, c.dealership_id, c.provider, NULL) s
     WHERE code IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;
    INSERT INTO cost_sums
    SELECT c.tenant_id, s.slice, s.is_week, s.day, s.member, currency, sum(messages), sum(micros)
      FROM counted c
     CROSS JOIN LATERAL figure_slices(c.day, c.dealership_id, c.provider, c.country) s
     WHERE currency IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;
    INSERT INTO hour_sums
    SELECT tenant_id, due_hour, count(*),
           count(*) FILTER (WHERE status IN ('sent', 'delivered', 'undelivered')),
           count(*) FILTER (WHERE status = 'delivered'),
           count(*) FILTER (WHERE status IN ('failed', 'undelivered'))
      FROM messages GROUP BY 1, 2;
END
$$;
REVOKE ALL ON PROCEDURE recount_figures FROM PUBLIC;
CALL recount_figures();

-- Answers that there are already.
INSERT INTO answer_changes (tenant_id, day, dealership_id, replies, opt_outs)
SELECT i.tenant_id, local_day(i.tenant_id, i.received_at), coalesce(m.dealership_id, 0), 1, 0
  FROM inbound_messages i LEFT JOIN messages m ON m.id = i.message_id
 WHERE i.intent NOT IN ('stop', 'start', 'help')
UNION ALL
SELECT s.tenant_id, local_day(s.tenant_id, s.added_at), coalesce(last.dealership_id, 0), 0, 1
  FROM suppressions s
  LEFT JOIN LATERAL (SELECT dealership_id FROM messages
                      WHERE tenant_id = s.tenant_id AND recipient = s.number
                      ORDER BY received_at DESC, id DESC LIMIT 1) last ON true
 WHERE s.reason = 'opted_out' AND s.source <> 'import';

CALL keep_tenants_apart('delivery_sums');
CALL keep_tenants_apart('latency_sums');
CALL keep_tenants_apart('error_sums');
CALL keep_tenants_apart('cost_sums');
CALL keep_tenants_apart('answer_sums');
CALL keep_tenants_apart('hour_sums');
CALL keep_tenants_apart('answer_changes');
GRANT SELECT ON delivery_sums, latency_sums, error_sums, cost_sums, answer_sums, hour_sums,
                answer_changes TO sms_function, sms_worker;
GRANT INSERT, UPDATE ON delivery_sums, latency_sums, error_sums, cost_sums, answer_sums, hour_sums
    TO sms_worker;
GRANT DELETE ON answer_changes TO sms_worker;

COMMIT;
