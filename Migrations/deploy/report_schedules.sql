-- Deploy sms-tracker:report_schedules to pg
-- requires: tenants
-- requires: alert_rules
-- requires: branding
BEGIN;

-- Reports that go out by themselves, by the clock of the business.
CREATE TABLE report_schedules (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  integer     NOT NULL REFERENCES tenants ON DELETE CASCADE,
    every      text        NOT NULL CHECK (every IN ('week', 'month')),
    -- Of the week, where 1 is Monday; of the month, where a day that a month lacks is its last.
    day        smallint    NOT NULL,
    at         time        NOT NULL,
    recipients text[]      NOT NULL CHECK (cardinality(recipients) BETWEEN 1 AND 20),
    paper      text        NOT NULL CHECK (paper IN ('a4', 'letter')),
    enabled    boolean     NOT NULL DEFAULT true,
    next_at    timestamptz NOT NULL,
    created_by text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (day BETWEEN 1 AND CASE every WHEN 'week' THEN 7 ELSE 31 END)
);
CREATE INDEX report_schedules_due ON report_schedules (next_at) WHERE enabled;
CREATE INDEX report_schedules_list ON report_schedules (tenant_id, id);

-- One mail: a period to an address. What the clock asks for is asked for once.
CREATE TABLE report_deliveries (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id     integer     NOT NULL,
    schedule_id   bigint      NOT NULL REFERENCES report_schedules ON DELETE CASCADE,
    address       text        NOT NULL,
    from_day      date        NOT NULL,
    -- The day after the last.
    to_day        date        NOT NULL CHECK (to_day > from_day),
    -- Whoever asked for it beside the clock; null where the clock did.
    asked_by      text,
    state         text        NOT NULL DEFAULT 'waiting'
                              CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
    attempt_count smallint    NOT NULL DEFAULT 0,
    -- When it is to be taken up; while it is being sent, when its sender is given up for dead.
    next_try_at   timestamptz DEFAULT now(),
    error         text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    ended_at      timestamptz
);
CREATE UNIQUE INDEX report_deliveries_once
    ON report_deliveries (schedule_id, address, from_day, to_day) WHERE asked_by IS NULL;
CREATE INDEX report_deliveries_due ON report_deliveries (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX report_deliveries_by_schedule ON report_deliveries (schedule_id, id DESC);

-- The first moment after another at which a report is due. The days are those of the zone, so that a
-- clock put forward or back moves nothing: seven in the morning stays seven in the morning.
CREATE FUNCTION next_report_at(every text, day integer, clock time, zone text, since timestamptz)
    RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT min(moment) FROM (
        SELECT (date + clock) AT TIME ZONE zone AS moment
          FROM generate_series(0, 7) AS n,
               LATERAL (SELECT (since AT TIME ZONE zone)::date + n AS date) d
         WHERE every = 'week' AND extract(isodow FROM date) = day
        UNION ALL
        SELECT (least(first + day, (first + interval '1 month')::date) - 1 + clock)
                   AT TIME ZONE zone
          FROM generate_series(0, 1) AS n,
               LATERAL (SELECT (date_trunc('month', since AT TIME ZONE zone)
                                + n * interval '1 month')::date AS first) f
         WHERE every = 'month'
    ) moments WHERE moment > since
$$;

-- What a report that is due at a moment tells of: the seven days, or the calendar month, before it.
CREATE FUNCTION report_days(every text, moment timestamptz, zone text)
    RETURNS TABLE (from_day date, to_day date)
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
    SELECT (till - CASE every WHEN 'week' THEN interval '7 days' ELSE interval '1 month' END)::date,
           till::date
      FROM (SELECT date_trunc(CASE every WHEN 'week' THEN 'day' ELSE 'month' END,
                              moment AT TIME ZONE zone) AS till) t
$$;

-- Turns what is due into mails to send, for all businesses. After a long stop the newest report goes
-- out, and not one for each that was missed.
CREATE FUNCTION plan_reports() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    due      record;
    planned  timestamptz;
    upcoming timestamptz;
BEGIN
    FOR due IN
        SELECT s.*, t.time_zone
          FROM report_schedules s JOIN tenants t ON t.id = s.tenant_id
         WHERE s.enabled AND s.next_at <= now()
         ORDER BY s.next_at LIMIT 100 FOR UPDATE OF s SKIP LOCKED
    LOOP
        upcoming := due.next_at;
        WHILE upcoming <= now() LOOP
            planned := upcoming;
            upcoming := next_report_at(due.every, due.day, due.at, due.time_zone, planned);
        END LOOP;
        INSERT INTO report_deliveries (tenant_id, schedule_id, address, from_day, to_day)
        SELECT due.tenant_id, due.id, address, d.from_day, d.to_day
          FROM unnest(due.recipients) AS address,
               report_days(due.every, planned, due.time_zone) d
        ON CONFLICT DO NOTHING;
        UPDATE report_schedules SET next_at = upcoming WHERE id = due.id;
    END LOOP;
END
$$;

-- Gives out one mail to send. Nobody else gets it before the lease is over; then its sender is dead.
CREATE FUNCTION claim_report(lease_seconds integer)
    RETURNS TABLE (id bigint, tenant_id integer, schedule_id bigint, address text, from_day date,
                   to_day date, every text, paper text, attempt_count smallint)
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp ROWS 1 AS $$
    UPDATE report_deliveries d
       SET state = 'sending', attempt_count = d.attempt_count + 1,
           next_try_at = now() + lease_seconds * interval '1 second'
      FROM (SELECT c.id FROM report_deliveries c WHERE c.next_try_at <= now()
             ORDER BY c.next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED) chosen,
           report_schedules s
     WHERE d.id = chosen.id AND s.id = d.schedule_id
    RETURNING d.id, d.tenant_id, d.schedule_id, d.address, d.from_day, d.to_day, s.every, s.paper,
              d.attempt_count
$$;
REVOKE ALL ON FUNCTION plan_reports, claim_report FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plan_reports, claim_report TO sms_function;

-- Another zone is another clock.
CREATE FUNCTION reschedule_reports() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE report_schedules
       SET next_at = next_report_at(every, day, at, NEW.time_zone, now())
     WHERE tenant_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER reschedule_reports AFTER UPDATE OF time_zone ON tenants
    FOR EACH ROW WHEN (OLD.time_zone <> NEW.time_zone) EXECUTE FUNCTION reschedule_reports();

-- Whoever is told of alerts is told of reports that do not go out, unless the business does not want
-- to know.
ALTER TABLE alert_rules DROP CONSTRAINT alert_rules_kind_check;
ALTER TABLE alert_rules ADD CONSTRAINT alert_rules_kind_check CHECK (kind IN (
    'failureRate', 'errorCode', 'silence', 'queueAge', 'budgetShare', 'lowRating',
    'providerPaused', 'providerFailing', 'callbackPathBroken', 'targetDisabled', 'reportNotSent'));
CREATE UNIQUE INDEX alert_rules_of_reports ON alert_rules (tenant_id)
    WHERE kind = 'reportNotSent';
INSERT INTO alert_rules (tenant_id, kind) SELECT id, 'reportNotSent' FROM tenants ORDER BY id;

CREATE FUNCTION give_report_rule() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO alert_rules (tenant_id, kind) VALUES (NEW.id, 'reportNotSent');
    RETURN NULL;
END
$$;
CREATE TRIGGER report_rule AFTER INSERT ON tenants
    FOR EACH ROW EXECUTE FUNCTION give_report_rule();

CALL keep_tenants_apart('report_schedules');
CALL keep_tenants_apart('report_deliveries');
GRANT SELECT, INSERT, UPDATE, DELETE ON report_schedules TO sms_function;
GRANT SELECT, INSERT ON report_deliveries TO sms_function;
GRANT UPDATE (state, next_try_at, error, ended_at) ON report_deliveries TO sms_function;

COMMIT;
