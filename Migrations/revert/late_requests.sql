-- Revert sms-tracker:late_requests from pg
BEGIN;

DO $$
BEGIN
    EXECUTE replace(
        pg_get_functiondef('erase_person(text, text, bytea, text, text, integer)'::regprocedure),
        'LOCK TABLE search_queue, webhook_requests IN', 'LOCK TABLE search_queue IN');
END
$$;
ALTER TABLE erasures ALTER COLUMN erased_at SET DEFAULT now();

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
     ORDER BY r.place;

    INSERT INTO webhook_requests_unkept AS known (tenant_id, hour, count)
    SELECT t.id, date_trunc('hour', now()), sum(u.count)
      FROM jsonb_to_recordset(unkept) AS u (tenant_id integer, count bigint)
      JOIN tenants t ON t.id = u.tenant_id
     GROUP BY t.id ORDER BY t.id
    ON CONFLICT (tenant_id, hour) DO UPDATE SET count = known.count + EXCLUDED.count;
$$;

DROP FUNCTION came_before_erasure;

COMMIT;
