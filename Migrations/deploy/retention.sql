-- Deploy sms-tracker:retention to pg
-- requires: search
-- requires: funnel
-- requires: webhook_requests
-- requires: alert_rules
BEGIN;

-- For how long a business keeps what was said. Nothing goes that nobody chose: without a row, texts,
-- names and replies stay, and the log of requests is kept for a week as before.
CREATE TABLE retention (
    tenant_id   integer     NOT NULL REFERENCES tenants ON DELETE CASCADE,
    kind        text        NOT NULL CHECK (kind IN ('messages', 'replies', 'requests')),
    -- Null: for as long as the installation lives.
    days        integer,
    chosen_by   text        NOT NULL,
    chosen_at   timestamptz NOT NULL DEFAULT now(),
    -- The night in which maintain goes on; null where there is nothing to do for it.
    next_run_at timestamptz,
    -- The last message looked at, so that a restart goes on where it stopped; null between runs.
    position_at timestamptz,
    position_id uuid,
    -- When the oldest message came that this run had to leave, because it had not ended.
    passed_from timestamptz,
    -- Where the next run begins: nothing older has a text.
    done_until  timestamptz,
    ran_at      timestamptz,
    -- How many lost their content in all.
    removed     bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, kind),
    CHECK (CASE kind WHEN 'requests' THEN days BETWEEN 1 AND 90
                     ELSE days BETWEEN 7 AND 3650 END),
    CHECK (kind <> 'requests' OR days IS NOT NULL)
);

-- When the content went; the row and all facts of it stay.
ALTER TABLE messages ADD COLUMN content_removed_at timestamptz;
ALTER TABLE inbound_messages ADD COLUMN content_removed_at timestamptz;
ALTER TABLE engagements ADD COLUMN content_removed_at timestamptz;

-- What customers wrote and a person need not read any more, the oldest first.
CREATE INDEX inbound_messages_with_content ON inbound_messages (tenant_id, received_at)
    WHERE content_removed_at IS NULL AND NOT needs_review;

-- Two o'clock of the coming night, by the business's own clock: whoever chose by mistake has the
-- rest of the day to take it back.
CREATE FUNCTION coming_night(of_tenant integer) RETURNS timestamptz
    LANGUAGE sql STABLE AS $$
    SELECT ((now() AT TIME ZONE time_zone)::date + 1 + time '02:00') AT TIME ZONE time_zone
      FROM tenants WHERE id = of_tenant
$$;

-- Removes what is older than its business keeps it, and of each tenant all but the newest.
CREATE OR REPLACE FUNCTION sweep_webhook_requests(newest integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM webhook_requests q
     USING tenants t
      LEFT JOIN retention k ON k.tenant_id = t.id AND k.kind = 'requests'
     WHERE q.tenant_id = t.id AND q.at < now() - coalesce(k.days, 7) * interval '1 day';
    DELETE FROM webhook_requests_unkept WHERE hour < now() - interval '7 days';
    DELETE FROM webhook_requests r
     USING tenants t
     WHERE r.tenant_id = t.id
       AND r.id <= (SELECT o.id FROM webhook_requests o WHERE o.tenant_id = t.id
                     ORDER BY o.id DESC OFFSET newest LIMIT 1);
$$;

CALL keep_tenants_apart('retention');
GRANT SELECT, INSERT, UPDATE (days, chosen_by, chosen_at, next_run_at) ON retention TO sms_function;
GRANT SELECT, UPDATE (next_run_at, position_at, position_id, passed_from, done_until, ran_at, removed)
    ON retention TO sms_worker;
GRANT UPDATE (customer_name, sales_rep_name) ON transactions TO sms_worker;
GRANT UPDATE (detail) ON message_events TO sms_worker;
GRANT UPDATE (raw) ON delivery_reports TO sms_worker;
GRANT UPDATE (comment, content_removed_at) ON engagements TO sms_worker;
GRANT UPDATE (customer, words) ON message_search TO sms_worker;
GRANT DELETE ON search_postings TO sms_worker;

COMMIT;
