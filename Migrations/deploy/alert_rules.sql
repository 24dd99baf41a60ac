-- Deploy sms-tracker:alert_rules to pg
-- requires: counts
-- requires: suppressions
-- requires: ledger
-- requires: routing
BEGIN;

-- What a business wants to be told of. A measured rule has figures and may be there several times;
-- of every kind of event there is one, which says whether it is told.
CREATE TABLE alert_rules (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id      integer     NOT NULL REFERENCES tenants ON DELETE CASCADE,
    kind           text        NOT NULL CHECK (kind IN (
                       'failureRate', 'errorCode', 'silence', 'queueAge', 'budgetShare',
                       'lowRating', 'providerPaused', 'providerFailing', 'callbackPathBroken',
                       'targetDisabled')),
    -- Percent, times, minutes or stars, as the kind is.
    threshold      integer     CHECK (threshold > 0),
    window_minutes integer     CHECK (window_minutes BETWEEN 5 AND 1440),
    -- Of fewer messages nothing is concluded.
    least          integer     CHECK (least > 0),
    error_code     text,
    -- ISO weekdays, and the hours of the business's own clock.
    days           smallint[],
    opens          time,
    closes         time,
    enabled        boolean     NOT NULL DEFAULT true,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CHECK (closes > opens),
    CHECK (kind NOT IN ('failureRate', 'errorCode') OR window_minutes IS NOT NULL),
    CHECK (kind <> 'errorCode' OR error_code IS NOT NULL),
    CHECK (kind <> 'silence' OR (days IS NOT NULL AND opens IS NOT NULL AND closes IS NOT NULL))
);
CREATE INDEX alert_rules_by_tenant ON alert_rules (tenant_id, id);
CREATE UNIQUE INDEX alert_rules_of_events ON alert_rules (tenant_id, kind)
    WHERE kind IN ('lowRating', 'providerPaused', 'providerFailing', 'callbackPathBroken',
                   'targetDisabled');

CREATE FUNCTION add_default_alert_rules(tenant integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO alert_rules (tenant_id, kind, threshold, window_minutes, least, error_code, days,
                             opens, closes)
    VALUES (tenant, 'failureRate', 20, 60, 20, NULL, NULL, NULL, NULL),
           -- Carriers filter the text as spam; the sender is not registered.
           (tenant, 'errorCode', 5, 60, NULL, '30007', NULL, NULL, NULL),
           (tenant, 'errorCode', 1, 60, NULL, '30034', NULL, NULL, NULL),
           (tenant, 'silence', 120, NULL, NULL, NULL, '{1,2,3,4,5}', '09:00', '18:00'),
           (tenant, 'queueAge', 15, NULL, NULL, NULL, NULL, NULL, NULL),
           (tenant, 'budgetShare', 80, NULL, NULL, NULL, NULL, NULL, NULL),
           (tenant, 'lowRating', 3, NULL, NULL, NULL, NULL, NULL, NULL),
           (tenant, 'providerPaused', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
           (tenant, 'providerFailing', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
           (tenant, 'callbackPathBroken', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
           (tenant, 'targetDisabled', NULL, NULL, NULL, NULL, NULL, NULL, NULL)
$$;
REVOKE ALL ON FUNCTION add_default_alert_rules FROM PUBLIC;

CREATE FUNCTION give_default_alert_rules() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM add_default_alert_rules(NEW.id);
    RETURN NULL;
END
$$;
CREATE TRIGGER default_alert_rules AFTER INSERT ON tenants
    FOR EACH ROW EXECUTE FUNCTION give_default_alert_rules();
SELECT add_default_alert_rules(id) FROM tenants ORDER BY id;

-- What had become of a tenant's messages at a moment; a row a minute while that changes. The
-- difference of two rows is what happened between them, whenever the messages were due.
CREATE TABLE alert_samples (
    tenant_id integer     NOT NULL REFERENCES tenants ON DELETE CASCADE,
    at        timestamptz NOT NULL DEFAULT now(),
    delivered bigint      NOT NULL,
    failed    bigint      NOT NULL,
    PRIMARY KEY (tenant_id, at)
);

-- Failures by the time they became final. Messages that arrive, and those that are delivered, have
-- no row in it.
CREATE INDEX messages_failed ON messages (tenant_id, finished_at) WHERE error_code IS NOT NULL;

ALTER TABLE alerts
    ADD COLUMN rule_id         bigint REFERENCES alert_rules ON DELETE SET NULL,
    -- How many it is about, where that can be counted.
    ADD COLUMN count           integer,
    -- The page that shows more.
    ADD COLUMN path            text,
    -- Since when its cause is gone; it ends when it has been gone for a while.
    ADD COLUMN calm_since      timestamptz,
    ADD COLUMN acknowledged_by text,
    ADD COLUMN acknowledged_at timestamptz;
DROP INDEX alerts_raised;
CREATE UNIQUE INDEX alerts_raised
    ON alerts (coalesce(tenant_id, 0), kind, subject, coalesce(rule_id, 0))
    WHERE cleared_at IS NULL;
CREATE INDEX alerts_by_tenant ON alerts (tenant_id, id DESC);

-- Where a business wants to be told: a mail address, a Slack-compatible webhook, a signed webhook.
CREATE TABLE alert_targets (
    id            uuid        PRIMARY KEY,
    tenant_id     integer     NOT NULL REFERENCES tenants ON DELETE CASCADE,
    kind          text        NOT NULL CHECK (kind IN ('email', 'slack', 'webhook')),
    name          text        NOT NULL,
    -- What may be shown of it; a Slack webhook's address is a secret itself.
    address       text        NOT NULL,
    -- The signing secret, or the whole address, with a key that the database does not know.
    sealed        bytea,
    -- The kinds of alerts it wants; null for all.
    kinds         text[],
    -- Whether it wants to know of opt-outs, dead numbers and wrong numbers.
    takes_numbers boolean     NOT NULL DEFAULT false,
    enabled       boolean     NOT NULL DEFAULT true,
    -- When it was turned off because it failed for days.
    disabled_at   timestamptz,
    failing_since timestamptz,
    failed_at     timestamptz,
    succeeded_at  timestamptz,
    created_by    text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CHECK (kind = 'email' OR sealed IS NOT NULL),
    CHECK (NOT takes_numbers OR kind = 'webhook')
);
CREATE INDEX alert_targets_by_tenant ON alert_targets (tenant_id, created_at);

-- What is to be told to whom: written in the transaction of what happened, so it cannot be lost.
CREATE TABLE alert_deliveries (
    id              uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id       integer     NOT NULL REFERENCES tenants ON DELETE CASCADE,
    target_id       uuid        NOT NULL REFERENCES alert_targets ON DELETE CASCADE,
    alert_id        bigint      REFERENCES alerts ON DELETE SET NULL,
    event           text        NOT NULL CHECK (event IN (
                        'alert.raised', 'alert.ended', 'alert.test', 'number.suppressed')),
    content         jsonb       NOT NULL,
    state           text        NOT NULL DEFAULT 'waiting'
                                CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempt_count   smallint    NOT NULL DEFAULT 0,
    -- Of them, those before a person asked for it again: the schedule begins anew.
    earlier_count   smallint    NOT NULL DEFAULT 0,
    -- When notify must take it up; while it is under way, when its lease ends.
    next_attempt_at timestamptz DEFAULT now(),
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at        timestamptz,
    CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL))
);
CREATE INDEX alert_deliveries_due ON alert_deliveries (target_id, next_attempt_at)
    WHERE next_attempt_at IS NOT NULL;
CREATE INDEX alert_deliveries_log ON alert_deliveries (tenant_id, created_at DESC, id DESC);
CREATE INDEX alert_deliveries_by_target ON alert_deliveries (target_id, created_at DESC);

CREATE TABLE alert_attempts (
    delivery_id  uuid        NOT NULL REFERENCES alert_deliveries ON DELETE CASCADE,
    number       smallint    NOT NULL,
    tenant_id    integer     NOT NULL,
    at           timestamptz NOT NULL DEFAULT now(),
    milliseconds integer     NOT NULL,
    -- Of HTTP; null when there was no answer, and for mail.
    status       smallint,
    -- What the receiver said, cut.
    answer       text        NOT NULL DEFAULT '',
    -- Why it does not count as delivered; null when it does.
    problem      text,
    PRIMARY KEY (delivery_id, number)
);

-- A moment as people of the business read it.
CREATE FUNCTION local_moment(moment timestamptz, zone text) RETURNS text
    LANGUAGE sql STABLE AS $$
    SELECT to_char(moment AT TIME ZONE zone, 'FMDy, FMDD Mon YYYY, HH24:MI')
           || ' (' || replace(zone, '_', ' ') || ')'
$$;

-- Tells of a change of state, and of nothing else: what was acknowledged ends without a word, and so
-- does what ends by being seen.
CREATE FUNCTION announce_alert() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.cleared_at IS NOT NULL OR NEW.cleared_at IS NULL
                             OR NEW.acknowledged_at IS NOT NULL)
    THEN
        RETURN NULL;
    END IF;
    INSERT INTO alert_deliveries (tenant_id, target_id, alert_id, event, content)
    SELECT g.tenant_id, g.id, NEW.id,
           CASE TG_OP WHEN 'INSERT' THEN 'alert.raised' ELSE 'alert.ended' END,
           jsonb_build_object(
               'alertId', NEW.id, 'kind', NEW.kind, 'subject', NEW.subject, 'detail', NEW.detail,
               'count', NEW.count, 'raisedAt', iso8601(NEW.raised_at),
               'endedAt', iso8601(NEW.cleared_at), 'path', NEW.path, 'business', t.name,
               'raisedLocal', local_moment(NEW.raised_at, t.time_zone),
               'endedLocal', local_moment(NEW.cleared_at, t.time_zone))
      FROM alert_targets g JOIN tenants t ON t.id = g.tenant_id
     WHERE g.enabled AND g.tenant_id = coalesce(NEW.tenant_id, g.tenant_id)
       AND (g.kinds IS NULL OR NEW.kind = ANY (g.kinds))
       AND (NEW.rule_id IS NOT NULL
            OR EXISTS (SELECT FROM alert_rules r WHERE r.tenant_id = g.tenant_id
                          AND r.kind = NEW.kind AND r.enabled));
    RETURN NULL;
END
$$;
CREATE TRIGGER announce AFTER INSERT OR UPDATE OF cleared_at ON alerts
    FOR EACH ROW EXECUTE FUNCTION announce_alert();

-- Tells a CRM what we learned of a number: that its holder wants no texts, that it is dead, or that
-- it is somebody else's; with the transaction that gave us the number. What an API or a file told us
-- is known there already.
CREATE FUNCTION announce_number() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO alert_deliveries (tenant_id, target_id, event, content)
    SELECT g.tenant_id, g.id, 'number.suppressed',
           jsonb_build_object(
               'number', NEW.number, 'reason', NEW.reason, 'source', NEW.source, 'note', NEW.note,
               'at', iso8601(NEW.added_at), 'transactionId', last.external_id,
               'customerId', last.customer_id, 'business', t.name)
      FROM alert_targets g
      JOIN tenants t ON t.id = g.tenant_id
      LEFT JOIN LATERAL (
           SELECT x.external_id, x.customer_id
             FROM messages m JOIN transactions x ON x.id = m.transaction_id
            WHERE m.tenant_id = NEW.tenant_id AND m.recipient = NEW.number
              AND m.kind = 'transaction'
            ORDER BY m.received_at DESC LIMIT 1) last ON true
     WHERE g.tenant_id = NEW.tenant_id AND g.enabled AND g.takes_numbers;
    RETURN NULL;
END
$$;
CREATE TRIGGER announce AFTER INSERT ON suppressions
    FOR EACH ROW WHEN (NEW.source IN ('keyword', 'page', 'code'))
    EXECUTE FUNCTION announce_number();

CALL keep_tenants_apart('alert_rules');
CALL keep_tenants_apart('alert_samples');
CALL keep_tenants_apart('alert_targets');
CALL keep_tenants_apart('alert_deliveries');
CALL keep_tenants_apart('alert_attempts');
GRANT SELECT, INSERT, DELETE,
      UPDATE (threshold, window_minutes, least, error_code, days, opens, closes, enabled, updated_at)
    ON alert_rules TO sms_function;
GRANT SELECT (id, tenant_id, kind, name, address, kinds, takes_numbers, enabled, disabled_at,
              failing_since, failed_at, succeeded_at, created_by, created_at),
      INSERT, DELETE,
      UPDATE (name, address, sealed, kinds, takes_numbers, enabled, disabled_at, failing_since)
    ON alert_targets TO sms_function;
GRANT SELECT, INSERT,
      UPDATE (state, next_attempt_at, ended_at, earlier_count) ON alert_deliveries TO sms_function;
GRANT SELECT ON alert_attempts TO sms_function;
GRANT INSERT, UPDATE (detail, count, acknowledged_by, acknowledged_at) ON alerts TO sms_function;

GRANT SELECT ON alert_rules TO sms_worker;
GRANT SELECT, INSERT, DELETE ON alert_samples TO sms_worker;
GRANT SELECT, UPDATE (enabled, disabled_at, failing_since, failed_at, succeeded_at)
    ON alert_targets TO sms_worker;
GRANT SELECT, UPDATE, DELETE ON alert_deliveries TO sms_worker;
GRANT SELECT, INSERT ON alert_attempts TO sms_worker;
GRANT SELECT ON budgets, budget_months TO sms_worker;

COMMIT;
