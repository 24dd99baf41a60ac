-- Deploy sms-tracker:second_factor_demand to pg
-- requires: businesses sign_in
BEGIN;

ALTER TABLE tenant_settings ADD COLUMN second_factor_demanded boolean NOT NULL DEFAULT false;
-- Who signed in at an issuer has been asked there for what the issuer wants.
ALTER TABLE sessions ADD COLUMN by_issuer boolean NOT NULL DEFAULT false;

DROP FUNCTION find_session(text);
CREATE FUNCTION find_session(wanted_hash text)
    RETURNS TABLE (user_id bigint, tenant_id integer, email text, name text, role text,
                   dealerships bigint[], owns_platform boolean, suspended_for text,
                   session_id bigint, is_confirmed boolean, lacks_factor boolean)
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
           found_session.confirmed_at > now() - interval '10 minutes',
           u.totp_secret IS NULL AND NOT found_session.by_issuer
               AND coalesce((SELECT c.second_factor_demanded FROM tenant_settings c
                              WHERE c.tenant_id = u.tenant_id), false)
      FROM users u JOIN tenants t ON t.id = u.tenant_id
     WHERE u.id = found_session.user_id AND u.disabled_at IS NULL;
END
$$;
REVOKE ALL ON FUNCTION find_session FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_session TO sms_function, sms_worker;

COMMIT;
