-- Deploy sms-tracker:late_requests to pg
-- requires: webhook_requests personal_data
BEGIN;

-- The log of requests is written beside the requests: one that came before its customer was erased
-- is not to be written down afterwards. Nothing in it says whose it is, so none of that moment is
-- kept; it is counted.
CREATE FUNCTION came_before_erasure(business integer, moment timestamptz) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM erasures e
                    WHERE e.tenant_id = business AND e.erased_at >= moment)
$$;
REVOKE ALL ON FUNCTION came_before_erasure FROM PUBLIC;

CREATE OR REPLACE FUNCTION log_webhook_requests(batch jsonb, unkept jsonb) RETURNS void
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
     WHERE NOT came_before_erasure(t.id, to_timestamp(r.at_ms / 1000.0))
     ORDER BY r.place;

    INSERT INTO webhook_requests_unkept AS known (tenant_id, hour, count)
    SELECT t.id, date_trunc('hour', now()), sum(u.count)
      FROM (SELECT tenant_id, count
              FROM jsonb_to_recordset(unkept) AS u (tenant_id integer, count bigint)
             UNION ALL
            SELECT r.tenant_id, 1 FROM jsonb_populate_recordset(NULL::answered_request, batch) r
             WHERE came_before_erasure(r.tenant_id, to_timestamp(r.at_ms / 1000.0))) u
      JOIN tenants t ON t.id = u.tenant_id
     GROUP BY t.id ORDER BY t.id
    ON CONFLICT (tenant_id, hour) DO UPDATE SET count = known.count + EXCLUDED.count;
$$;

-- The moment at which it is done, not the one at which its transaction began.
ALTER TABLE erasures ALTER COLUMN erased_at SET DEFAULT clock_timestamp();

-- Who writes requests down at that moment is waited for, and then finds the erasure.
DO $$
DECLARE
    code CONSTANT text := pg_get_functiondef(
        'erase_person(text, text, bytea, text, text, integer)'::regprocedure);
    said CONSTANT text := 'LOCK TABLE search_queue IN';
BEGIN
    IF strpos(code, said) = 0 THEN
        RAISE EXCEPTION 'erase_person() locks nothing';
    END IF;
    EXECUTE replace(code, said, 'LOCK TABLE search_queue, webhook_requests IN');
END
$$;

COMMIT;
