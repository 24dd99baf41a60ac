-- Deploy sms-tracker:webhook_requests to pg
-- requires: tenants
BEGIN;

-- What CRMs asked and were answered, for a week. Unlogged: written in batches beside the requests,
-- worth nothing after a crash, and in no backup, since it holds what was posted.
CREATE UNLOGGED TABLE webhook_requests (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id    integer     NOT NULL REFERENCES tenants ON DELETE CASCADE,
    at           timestamptz NOT NULL,
    method       text        NOT NULL,
    -- The path as it was asked; the query without a key.
    path         text        NOT NULL,
    query        text        NOT NULL,
    -- The name of a mapping, where the request came through one.
    source       text,
    caller       text,
    content_type text,
    -- The beginning of what was posted, without secrets.
    body         text        NOT NULL,
    body_bytes   integer     NOT NULL,
    status       smallint    NOT NULL,
    answer       text        NOT NULL,
    milliseconds real        NOT NULL,
    request_id   text        NOT NULL,
    -- The request of the log that a person sent again.
    replay_of    bigint
);
CREATE INDEX webhook_requests_by_tenant ON webhook_requests (tenant_id, id DESC);

-- How many requests of an hour were answered and not written down, because there were too many.
CREATE TABLE webhook_requests_unkept (
    tenant_id integer     NOT NULL REFERENCES tenants ON DELETE CASCADE,
    hour      timestamptz NOT NULL,
    count     bigint      NOT NULL,
    PRIMARY KEY (tenant_id, hour)
);

CREATE TYPE answered_request AS (
    tenant_id    integer,
    at_ms        bigint,
    method       text,
    path         text,
    query        text,
    source       text,
    caller       text,
    content_type text,
    body         text,
    body_bytes   integer,
    status       smallint,
    answer       text,
    milliseconds real,
    request_id   text,
    replay_of    bigint
);

-- Writes down requests of any tenants. One whose caller is not known belongs to the only business
-- there is; where there are several it is nobody's, and not kept.
CREATE FUNCTION log_webhook_requests(batch jsonb, unkept jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO webhook_requests (
        tenant_id, at, method, path, query, source, caller, content_type, body, body_bytes, status,
        answer, milliseconds, request_id, replay_of)
    SELECT t.id, to_timestamp(r.at_ms / 1000.0), coalesce(o.method, r.method),
           coalesce(o.path, r.path), coalesce(o.query, r.query),
           coalesce(o.source, r.source), r.caller, coalesce(o.content_type, r.content_type),
           coalesce(o.body, r.body), coalesce(o.body_bytes, r.body_bytes),
           r.status, r.answer, r.milliseconds, r.request_id, o.id
      FROM jsonb_populate_recordset(NULL::answered_request, batch)
           WITH ORDINALITY AS r (
               tenant_id, at_ms, method, path, query, source, caller, content_type, body,
               body_bytes, status, answer, milliseconds, request_id, replay_of, place)
      JOIN tenants t ON t.id = CASE WHEN r.tenant_id > 0 THEN r.tenant_id
                                    ELSE (SELECT min(id) FROM tenants HAVING count(*) = 1) END
      LEFT JOIN webhook_requests o ON o.id = r.replay_of AND o.tenant_id = t.id
     ORDER BY r.place;

    INSERT INTO webhook_requests_unkept AS known (tenant_id, hour, count)
    SELECT t.id, date_trunc('hour', now()), sum(u.count)
      FROM jsonb_to_recordset(unkept) AS u (tenant_id integer, count bigint)
      JOIN tenants t ON t.id = u.tenant_id
     GROUP BY t.id ORDER BY t.id
    ON CONFLICT (tenant_id, hour) DO UPDATE SET count = known.count + EXCLUDED.count;
$$;

-- Removes what is older than a week, and of each tenant all but the newest.
CREATE FUNCTION sweep_webhook_requests(newest integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM webhook_requests WHERE at < now() - interval '7 days';
    DELETE FROM webhook_requests_unkept WHERE hour < now() - interval '7 days';
    DELETE FROM webhook_requests r
     USING tenants t
     WHERE r.tenant_id = t.id
       AND r.id <= (SELECT o.id FROM webhook_requests o WHERE o.tenant_id = t.id
                     ORDER BY o.id DESC OFFSET newest LIMIT 1);
$$;

CALL keep_tenants_apart('webhook_requests');
CALL keep_tenants_apart('webhook_requests_unkept');
GRANT SELECT ON webhook_requests, webhook_requests_unkept TO sms_function;
REVOKE ALL ON FUNCTION log_webhook_requests, sweep_webhook_requests FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_webhook_requests, sweep_webhook_requests TO sms_function;

COMMIT;
