-- Deploy sms-tracker:businesses to pg
-- requires: sign_in
-- requires: key_limits
BEGIN;

-- A set-up with one business knows nothing of all this: the first one is everybody's home, and stays.
ALTER TABLE tenants
    -- The doors through which people of the business log in: /at/WORD, and a host name of its own.
    ADD COLUMN word          text UNIQUE
        CHECK (word ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length(word) BETWEEN 2 AND 40),
    ADD COLUMN host_name     text UNIQUE
        CHECK (host_name ~ '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$' AND char_length(host_name) <= 253),
    ADD COLUMN suspended_at  timestamptz,
    -- What its people and keys are told.
    ADD COLUMN suspended_for text,
    -- From then on its rows go, and it never comes back.
    ADD COLUMN removal_at    timestamptz,
    ADD CONSTRAINT suspended_with_reason CHECK ((suspended_at IS NULL) = (suspended_for IS NULL)),
    ADD CONSTRAINT removed_while_suspended CHECK (removal_at IS NULL OR suspended_at IS NOT NULL),
    ADD CONSTRAINT first_business_stays CHECK (id <> 1 OR suspended_at IS NULL);

-- Whom its letters, reports and alerts come from, beside the installation's address.
ALTER TABLE brandings
    ADD COLUMN mail_name     text NOT NULL DEFAULT '' CHECK (char_length(mail_name) <= 80),
    ADD COLUMN mail_reply_to text NOT NULL DEFAULT '' CHECK (char_length(mail_reply_to) <= 254);

-- Who makes, suspends and removes businesses: owners of the first one, to whom it was given on the
-- host. No function may read or write it.
CREATE TABLE platform_owners (
    user_id bigint      PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    since   timestamptz NOT NULL DEFAULT now()
);
-- Who was there first.
INSERT INTO platform_owners (user_id)
SELECT min(id) FROM users WHERE tenant_id = 1 AND role = 'owner' AND disabled_at IS NULL
HAVING count(*) > 0;

CREATE FUNCTION owns_platform(person users) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT person.tenant_id = 1 AND person.role = 'owner' AND person.disabled_at IS NULL
       AND EXISTS (SELECT FROM platform_owners o WHERE o.user_id = person.id)
$$;
REVOKE ALL ON FUNCTION owns_platform FROM PUBLIC;

DROP FUNCTION find_session(text);
CREATE FUNCTION find_session(wanted_hash text)
    RETURNS TABLE (user_id bigint, tenant_id integer, email text, name text, role text,
                   dealerships bigint[], owns_platform boolean, suspended_for text,
                   session_id bigint, is_confirmed boolean)
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
    SELECT u.id, u.tenant_id, u.email, u.name, u.role, u.dealerships, owns_platform(u),
           t.suspended_for, found_session.id,
           found_session.confirmed_at > now() - interval '10 minutes'
      FROM users u JOIN tenants t ON t.id = u.tenant_id
     WHERE u.id = found_session.user_id AND u.disabled_at IS NULL;
END
$$;

DROP FUNCTION find_user(text);
CREATE FUNCTION find_user(wanted_email text)
    RETURNS TABLE (id bigint, tenant_id integer, email text, name text, role text,
                   dealerships bigint[], owns_platform boolean, suspended_for text,
                   password_hash text, totp_secret bytea, totp_step bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.id, u.tenant_id, u.email, u.name, u.role, u.dealerships, owns_platform(u),
           t.suspended_for, u.password_hash, u.totp_secret, u.totp_step
      FROM users u JOIN tenants t ON t.id = u.tenant_id
     WHERE u.email = lower(wanted_email) AND u.disabled_at IS NULL
$$;

DROP FUNCTION find_api_key(text), find_signing_key(bigint);
ALTER TYPE admitted_key ADD ATTRIBUTE suspended_for text;
CREATE FUNCTION find_api_key(wanted_hash text) RETURNS SETOF admitted_key
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.tenant_id, k.name, k.scopes, k.networks::text[], k.rate_per_minute,
           t.rate_per_minute, NULL::bytea, t.suspended_for
      FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
     WHERE k.key_hash = wanted_hash AND k.signing_secret IS NULL AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > now())
$$;
CREATE FUNCTION find_signing_key(wanted_id bigint) RETURNS SETOF admitted_key
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.tenant_id, k.name, k.scopes, k.networks::text[], k.rate_per_minute,
           t.rate_per_minute, k.signing_secret, t.suspended_for
      FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
     WHERE k.id = wanted_id AND k.signing_secret IS NOT NULL AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > now())
$$;

-- Whose door somebody stands at who is not logged in: the host's, or else that of the word. What
-- it shows hangs outside.
CREATE FUNCTION find_door(wanted_host text, wanted_word text)
    RETURNS TABLE (tenant_id integer, name text, colour text, background text, logo text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.id, coalesce(nullif(b.display_name, ''), t.name), coalesce(b.colour, '#2454d6'),
           coalesce(b.background, '#f4f6fb'), l.digest
      FROM tenants t
      LEFT JOIN brandings b ON b.tenant_id = t.id
      LEFT JOIN brand_logos l ON l.tenant_id = t.id
     WHERE t.host_name = lower(wanted_host) OR t.word = lower(wanted_word)
     ORDER BY t.host_name = lower(wanted_host) DESC NULLS LAST LIMIT 1
$$;

-- Whether there is more than the one business that every installation begins with.
CREATE FUNCTION has_businesses() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM tenants WHERE id <> 1)
$$;

REVOKE ALL ON FUNCTION find_session, find_user, find_api_key, find_signing_key, find_door,
                       has_businesses FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_session, find_api_key, find_signing_key TO sms_function, sms_worker;
GRANT EXECUTE ON FUNCTION find_user, find_door, has_businesses TO sms_function;

-- While a business is suspended its reports wait.
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
         WHERE s.enabled AND s.next_at <= now() AND t.suspended_at IS NULL
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
      FROM (SELECT c.id FROM report_deliveries c JOIN tenants t ON t.id = c.tenant_id
             WHERE c.next_try_at <= now() AND t.suspended_at IS NULL
             ORDER BY c.next_try_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED) chosen,
           report_schedules s
     WHERE d.id = chosen.id AND s.id = d.schedule_id
    RETURNING d.id, d.tenant_id, d.schedule_id, d.address, d.from_day, d.to_day, s.every, s.paper,
              d.attempt_count
$$;

COMMIT;
