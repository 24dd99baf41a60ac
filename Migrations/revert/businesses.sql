-- Revert sms-tracker:businesses from pg
BEGIN;

DROP FUNCTION find_session(text), find_user(text), find_api_key(text), find_signing_key(bigint),
              find_door(text, text), has_businesses();

CREATE FUNCTION find_session(wanted_hash text)
    RETURNS TABLE (user_id bigint, tenant_id integer, email text, name text, role text,
                   dealerships bigint[], session_id bigint, is_confirmed boolean)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    found_session sessions;
BEGIN
    SELECT s.* INTO found_session FROM sessions s
     WHERE s.token_hash = wanted_hash AND s.expires_at > now()
       AND s.seen_at > now() - interval '1 hour';
    IF found_session.id IS NULL THEN
        RETURN;
    END IF;
    IF found_session.seen_at < now() - interval '1 minute' THEN
        -- Whoever else notes it at this moment says the same.
        UPDATE sessions s SET seen_at = now()
         WHERE s.id = (SELECT o.id FROM sessions o WHERE o.id = found_session.id
                        FOR UPDATE SKIP LOCKED);
    END IF;
    RETURN QUERY
    SELECT u.id, u.tenant_id, u.email, u.name, u.role, u.dealerships, found_session.id,
           found_session.confirmed_at > now() - interval '10 minutes'
      FROM users u
     WHERE u.id = found_session.user_id AND u.disabled_at IS NULL;
END
$$;

CREATE FUNCTION find_user(wanted_email text)
    RETURNS TABLE (id bigint, tenant_id integer, email text, name text, role text,
                   dealerships bigint[], password_hash text, totp_secret bytea, totp_step bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.id, u.tenant_id, u.email, u.name, u.role, u.dealerships, u.password_hash,
           u.totp_secret, u.totp_step
      FROM users u
     WHERE u.email = lower(wanted_email) AND u.disabled_at IS NULL
$$;

ALTER TYPE admitted_key DROP ATTRIBUTE suspended_for;
CREATE FUNCTION find_api_key(wanted_hash text) RETURNS SETOF admitted_key
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.tenant_id, k.name, k.scopes, k.networks::text[], k.rate_per_minute,
           t.rate_per_minute, NULL::bytea
      FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
     WHERE k.key_hash = wanted_hash AND k.signing_secret IS NULL AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > now())
$$;

CREATE FUNCTION find_signing_key(wanted_id bigint) RETURNS SETOF admitted_key
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.tenant_id, k.name, k.scopes, k.networks::text[], k.rate_per_minute,
           t.rate_per_minute, k.signing_secret
      FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
     WHERE k.id = wanted_id AND k.signing_secret IS NOT NULL AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > now())
$$;

REVOKE ALL ON FUNCTION find_session, find_user, find_api_key, find_signing_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_session, find_api_key, find_signing_key TO sms_function, sms_worker;
GRANT EXECUTE ON FUNCTION find_user TO sms_function;

CREATE OR REPLACE FUNCTION plan_reports() RETURNS void
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

CREATE OR REPLACE FUNCTION claim_report(lease_seconds integer)
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

DROP FUNCTION owns_platform(users);
DROP TABLE platform_owners;
ALTER TABLE brandings DROP COLUMN mail_name, DROP COLUMN mail_reply_to;
ALTER TABLE tenants
    DROP COLUMN word, DROP COLUMN host_name, DROP COLUMN suspended_at, DROP COLUMN suspended_for,
    DROP COLUMN removal_at;

COMMIT;
