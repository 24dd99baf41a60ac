-- Deploy sms-tracker:ledger to pg
-- requires: prices
BEGIN;

-- Why a scheduled message waits for a person, or for money; then next_attempt_at is null.
ALTER TABLE messages ADD COLUMN IF NOT EXISTS hold text;
CREATE INDEX messages_held_for_money ON messages (tenant_id, due_at, id) WHERE hold = 'budget';

-- What a tenant wants to spend at most in a month of its zone.
CREATE TABLE budgets (
    tenant_id    integer PRIMARY KEY REFERENCES tenants,
    currency     text    NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    limit_micros bigint  NOT NULL CHECK (limit_micros >= 0)
);

-- Reserved when queued, replaced by the provider's price, given back when nothing was sent.
CREATE TABLE budget_months (
    tenant_id   integer NOT NULL REFERENCES tenants,
    month       date    NOT NULL,
    currency    text    NOT NULL,
    used_micros bigint  NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, month, currency)
);

-- A tenant's account with the installation; none is none, and then nothing is charged. Amounts are
-- what the tenant has: credits and refunds are positive, charges negative.
CREATE TABLE ledger_accounts (
    tenant_id           integer PRIMARY KEY REFERENCES tenants,
    currency            text    NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    segment_micros      bigint  NOT NULL CHECK (segment_micros >= 0),
    credit_limit_micros bigint  NOT NULL DEFAULT 0 CHECK (credit_limit_micros >= 0),
    balance_micros      bigint  NOT NULL DEFAULT 0,
    CHECK (balance_micros >= -credit_limit_micros)
);

CREATE TABLE ledger_entries (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id      integer     NOT NULL REFERENCES ledger_accounts,
    at             timestamptz NOT NULL DEFAULT now(),
    kind           text        NOT NULL CHECK (kind IN ('credit', 'charge', 'refund')),
    message_id     uuid,
    attempt_number smallint,
    segments       integer,
    amount_micros  bigint      NOT NULL,
    currency       text        NOT NULL,
    made_by        text        NOT NULL,
    note           text,
    CHECK ((kind = 'credit') = (message_id IS NULL)),
    CHECK (CASE kind WHEN 'charge' THEN amount_micros <= 0 ELSE amount_micros >= 0 END)
);
CREATE UNIQUE INDEX ledger_entries_once ON ledger_entries (message_id, attempt_number, kind)
    WHERE message_id IS NOT NULL;
CREATE INDEX ledger_entries_log ON ledger_entries (tenant_id, id DESC);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries of % are written once', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What one attempt of a tenant with a budget or account has reserved, until that is settled.
CREATE TABLE charges (
    message_id      uuid        NOT NULL,
    attempt_number  smallint    NOT NULL,
    tenant_id       integer     NOT NULL,
    month           date        NOT NULL,
    currency        text,
    reserved_micros bigint      NOT NULL DEFAULT 0,
    queued_at       timestamptz NOT NULL DEFAULT now(),
    -- When it must be looked at; null when it is settled.
    look_at         timestamptz DEFAULT now(),
    PRIMARY KEY (message_id, attempt_number)
);
CREATE INDEX charges_open ON charges (look_at) WHERE look_at IS NOT NULL;

-- Writes one entry and moves the balance with it, under the lock of the account.
--
-- posted; repeated: this entry is there already; overdrawn: the balance does not allow it;
-- off: the tenant has no account.
CREATE FUNCTION ledger_post(
    of_tenant integer, entry_kind text, entry_micros bigint, of_message uuid, of_attempt integer,
    segment_count integer, entry_by text, entry_note text
) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    account ledger_accounts;
BEGIN
    SELECT * INTO account FROM ledger_accounts WHERE tenant_id = of_tenant FOR UPDATE;
    IF NOT FOUND THEN RETURN 'off'; END IF;
    IF entry_micros < 0 AND account.balance_micros + entry_micros < -account.credit_limit_micros
    THEN
        RETURN 'overdrawn';
    END IF;
    INSERT INTO ledger_entries (tenant_id, kind, message_id, attempt_number, segments,
                                amount_micros, currency, made_by, note)
    VALUES (of_tenant, entry_kind, of_message, of_attempt, segment_count, entry_micros,
            account.currency, entry_by, entry_note)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 'repeated'; END IF;
    UPDATE ledger_accounts SET balance_micros = balance_micros + entry_micros
     WHERE tenant_id = of_tenant;
    RETURN 'posted';
END
$$;

-- What a function may post: credits of its own tenant.
CREATE FUNCTION ledger_credit(entry_micros bigint, entry_by text, entry_note text) RETURNS text
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT ledger_post(current_tenant(), 'credit', entry_micros, NULL, NULL, NULL, entry_by,
                       entry_note)
$$;

-- Writes the estimates of a batch and reserves the money, in the transaction that records the
-- attempts; answers the messages for which there is none, which are held now.
--
-- Tenants are locked one by one in their order, each once for all of its messages.
CREATE FUNCTION reserve_money(batch jsonb) RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    payer    record;
    item     record;
    account  ledger_accounts;
    budget   budgets;
    used     bigint;
    counts   boolean;
    reason   text;
    held     jsonb := '{}';
BEGIN
    FOR payer IN
        SELECT m.tenant_id, date_trunc('month', now() AT TIME ZONE t.time_zone)::date AS month,
               array_agg(m.id ORDER BY m.due_at, m.id) AS ids
          FROM jsonb_to_recordset(batch) AS b (id uuid)
          JOIN messages m ON m.id = b.id
          JOIN tenants t ON t.id = m.tenant_id
         WHERE EXISTS (SELECT FROM budgets g WHERE g.tenant_id = m.tenant_id)
            OR EXISTS (SELECT FROM ledger_accounts l WHERE l.tenant_id = m.tenant_id)
         GROUP BY m.tenant_id, t.time_zone
         ORDER BY m.tenant_id
    LOOP
        SELECT * INTO budget FROM budgets WHERE tenant_id = payer.tenant_id FOR UPDATE;
        SELECT * INTO account FROM ledger_accounts WHERE tenant_id = payer.tenant_id FOR UPDATE;
        IF budget.tenant_id IS NOT NULL THEN
            INSERT INTO budget_months AS kept (tenant_id, month, currency)
            VALUES (payer.tenant_id, payer.month, budget.currency)
            ON CONFLICT (tenant_id, month, currency) DO UPDATE SET used_micros = kept.used_micros
            RETURNING used_micros INTO used;
        END IF;
        FOR item IN
            SELECT b.* FROM jsonb_to_recordset(batch)
                   AS b (id uuid, attempt integer, segments integer, micros bigint, currency text)
              JOIN unnest(payer.ids) WITH ORDINALITY AS o (id, place) USING (id)
             ORDER BY o.place
        LOOP
            -- An estimate in another currency cannot be compared with the budget.
            counts := coalesce(item.currency = budget.currency, false);
            reason := NULL;
            IF counts AND item.micros > budget.limit_micros - used THEN
                reason := 'budget';
            ELSIF account.tenant_id IS NOT NULL AND ledger_post(
                payer.tenant_id, 'charge', -account.segment_micros * item.segments, item.id,
                item.attempt, item.segments, 'dispatch', NULL) = 'overdrawn'
            THEN
                reason := 'credit';
            END IF;
            IF reason IS NOT NULL THEN
                held := held || jsonb_build_object(item.id, reason);
                RETURN NEXT item.id;
            ELSE
                INSERT INTO charges (message_id, attempt_number, tenant_id, month, currency,
                                     reserved_micros)
                VALUES (item.id, item.attempt, payer.tenant_id, payer.month, budget.currency,
                        CASE WHEN counts THEN item.micros ELSE 0 END)
                ON CONFLICT DO NOTHING;
                IF FOUND AND counts THEN used := used + item.micros; END IF;
            END IF;
        END LOOP;
        UPDATE budget_months SET used_micros = used
         WHERE tenant_id = payer.tenant_id AND month = payer.month AND currency = budget.currency;
    END LOOP;

    UPDATE messages m
       SET recipient_country = b.country, estimate_micros = b.micros,
           estimate_currency = b.currency, estimate_price_id = b.price_id, segments = b.segments,
           hold = CASE WHEN held ? m.id::text THEN 'budget' ELSE m.hold END,
           next_attempt_at = CASE WHEN held ? m.id::text THEN NULL ELSE m.next_attempt_at END
      FROM jsonb_to_recordset(batch) AS b (id uuid, segments smallint, micros bigint,
                                           currency text, price_id bigint, country text)
     WHERE m.id = b.id;

    INSERT INTO message_events (tenant_id, message_id, kind, detail)
    SELECT m.tenant_id, m.id, 'held', jsonb_build_object('reason', h.value)
      FROM jsonb_each_text(held) h JOIN messages m ON m.id = h.key::uuid;
END
$$;

-- Settles what was reserved: the provider's price takes the estimate's place; what was not sent is
-- given back, once. Answers how many were looked at.
CREATE FUNCTION settle_money(count_max integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    charge   record;
    looked   integer := 0;
    not_sent boolean;
    known    boolean;
    spent    bigint;
    cost     bigint;
BEGIN
    FOR charge IN
        SELECT c.*, a.state, a.status, m.status AS message_status,
               CASE WHEN a.number = m.attempt_count AND m.price_currency = c.currency
                    THEN m.price_micros END AS price_micros
          FROM (SELECT * FROM charges WHERE look_at <= now()
                 ORDER BY look_at LIMIT count_max FOR UPDATE SKIP LOCKED) c
          JOIN messages m ON m.id = c.message_id
          LEFT JOIN attempts a ON a.message_id = c.message_id AND a.number = c.attempt_number
         ORDER BY c.tenant_id, c.message_id
    LOOP
        looked := looked + 1;
        -- The account first, as reserve_money locks it: neither waits for the other in a circle.
        PERFORM FROM ledger_accounts WHERE tenant_id = charge.tenant_id FOR UPDATE;
        not_sent := charge.state IN ('refused', 'absent') OR charge.status = 'failed'
                    OR (charge.status IS NULL AND charge.message_status IN ('failed', 'cancelled'));
        known := not_sent OR charge.price_micros IS NOT NULL
                 AND charge.message_status IN ('delivered', 'undelivered');
        -- A price that never comes leaves the estimate as what was spent.
        IF NOT coalesce(known, false) AND charge.queued_at > now() - interval '4 days' THEN
            UPDATE charges
               SET look_at = now() + least(interval '1 hour',
                                           interval '1 second' + (now() - queued_at) / 4)
             WHERE message_id = charge.message_id AND attempt_number = charge.attempt_number;
            CONTINUE;
        END IF;
        spent := CASE WHEN charge.price_micros IS NOT NULL THEN charge.price_micros
                      WHEN coalesce(not_sent, false) THEN 0
                      ELSE charge.reserved_micros END;
        UPDATE budget_months SET used_micros = used_micros + spent - charge.reserved_micros
         WHERE tenant_id = charge.tenant_id AND month = charge.month
           AND currency = charge.currency AND spent <> charge.reserved_micros;
        IF coalesce(not_sent, false) THEN
            SELECT -amount_micros INTO cost FROM ledger_entries
             WHERE message_id = charge.message_id AND attempt_number = charge.attempt_number
               AND kind = 'charge';
            IF FOUND THEN
                PERFORM ledger_post(charge.tenant_id, 'refund', cost, charge.message_id,
                                    charge.attempt_number, NULL, 'maintain', NULL);
            END IF;
        END IF;
        UPDATE charges SET look_at = NULL
         WHERE message_id = charge.message_id AND attempt_number = charge.attempt_number;
    END LOOP;
    RETURN looked;
END
$$;

-- Lets go of held messages, oldest first, as many as there is money for. What one is let go for is
-- reserved only when it is taken up, so too many at once are merely held again.
CREATE FUNCTION release_held(count_max integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    released integer;
BEGIN
    WITH payers AS (
        SELECT t.id, b.currency, b.limit_micros - coalesce(u.used_micros, 0) AS budget_left,
               l.segment_micros, l.balance_micros + l.credit_limit_micros AS credit_left
          FROM tenants t
          LEFT JOIN budgets b ON b.tenant_id = t.id
          LEFT JOIN budget_months u
                 ON u.tenant_id = t.id AND u.currency = b.currency
                AND u.month = date_trunc('month', now() AT TIME ZONE t.time_zone)::date
          LEFT JOIN ledger_accounts l ON l.tenant_id = t.id
         WHERE EXISTS (SELECT FROM messages m WHERE m.tenant_id = t.id AND m.hold = 'budget')
    ), waiting AS (
        SELECT m.id, p.budget_left, p.credit_left,
               sum(CASE WHEN m.estimate_currency = p.currency THEN m.estimate_micros ELSE 0 END)
                   OVER queue AS wanted,
               sum(coalesce(m.segments, 1) * p.segment_micros) OVER queue AS charged
          FROM payers p CROSS JOIN LATERAL (
               SELECT * FROM messages h WHERE h.tenant_id = p.id AND h.hold = 'budget'
                  AND h.finished_at IS NULL
                ORDER BY h.due_at, h.id LIMIT count_max) m
        WINDOW queue AS (PARTITION BY p.id ORDER BY m.due_at, m.id)
    ), chosen AS (
        SELECT m.id FROM messages m JOIN waiting w ON w.id = m.id
         WHERE m.hold = 'budget' AND m.finished_at IS NULL
           AND coalesce(w.wanted <= w.budget_left, true)
           AND coalesce(w.charged <= w.credit_left, true)
         ORDER BY m.id FOR UPDATE OF m SKIP LOCKED
    ), let_go AS (
        UPDATE messages m SET hold = NULL, next_attempt_at = now()
          FROM chosen c WHERE m.id = c.id
        RETURNING m.id, m.tenant_id
    )
    INSERT INTO message_events (tenant_id, message_id, kind, detail)
    SELECT tenant_id, id, 'released', '{"reason": "budget"}' FROM let_go;
    GET DIAGNOSTICS released = ROW_COUNT;
    RETURN released;
END
$$;

CALL keep_tenants_apart('budgets');
CALL keep_tenants_apart('budget_months');
CALL keep_tenants_apart('ledger_accounts');
CALL keep_tenants_apart('ledger_entries');
CALL keep_tenants_apart('charges');
GRANT SELECT, INSERT, UPDATE, DELETE ON budgets TO sms_function;
GRANT SELECT, INSERT ON budget_months TO sms_function;
GRANT SELECT ON ledger_accounts, ledger_entries TO sms_function;
REVOKE ALL ON FUNCTION ledger_post, ledger_credit, reserve_money, settle_money, release_held
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_credit TO sms_function;
GRANT EXECUTE ON FUNCTION ledger_post, reserve_money, settle_money, release_held TO sms_worker;

COMMIT;
