-- Revert sms-tracker:people from pg
BEGIN;

DROP FUNCTION find_invitation, find_password_reset;
DROP FUNCTION find_session(text);
DROP FUNCTION find_user(text);
DROP TRIGGER keep_an_owner ON users;
DROP FUNCTION keep_an_owner;
DROP TABLE letters, login_failures, password_resets, invitations, recovery_codes;
-- Who signs in elsewhere only cannot be kept without a password.
DELETE FROM users WHERE password_hash IS NULL;
REVOKE INSERT (tenant_id, email, name, role, dealerships, password_hash),
       UPDATE (name, role, dealerships, password_hash, totp_secret, totp_step, last_login_at,
               disabled_at),
       DELETE
    ON users FROM sms_function;
REVOKE UPDATE (seen_at, confirmed_at) ON sessions FROM sms_function;
UPDATE api_keys
   SET scopes = array_remove(array_remove(scopes, 'providers:write'), 'keys:write');
DROP INDEX sessions_of_user;
ALTER TABLE sessions
    DROP COLUMN id, DROP COLUMN address, DROP COLUMN agent, DROP COLUMN seen_at,
    DROP COLUMN confirmed_at;
ALTER TABLE users
    DROP CONSTRAINT limited_role, DROP CONSTRAINT known_role,
    DROP COLUMN dealerships, DROP COLUMN totp_secret, DROP COLUMN totp_step,
    DROP COLUMN last_login_at, DROP COLUMN disabled_at,
    ALTER COLUMN password_hash SET NOT NULL,
    ALTER COLUMN role SET DEFAULT 'owner';

CREATE FUNCTION find_session(wanted_hash text)
    RETURNS TABLE (user_id bigint, tenant_id integer, email text, name text, role text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.id, s.tenant_id, u.email, u.name, u.role
      FROM sessions s
      JOIN users u ON u.id = s.user_id
     WHERE s.token_hash = wanted_hash AND s.expires_at > now()
$$;

CREATE FUNCTION find_user(wanted_email text)
    RETURNS TABLE (id bigint, tenant_id integer, email text, name text, role text, password_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.id, u.tenant_id, u.email, u.name, u.role, u.password_hash
      FROM users u
     WHERE u.email = lower(wanted_email)
$$;

REVOKE ALL ON FUNCTION find_session, find_user FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_session TO sms_function, sms_worker;
GRANT EXECUTE ON FUNCTION find_user TO sms_function;

COMMIT;
