-- Deploy sms-tracker:access to pg
-- requires: tenants
BEGIN;

CREATE TABLE users (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id     integer     NOT NULL REFERENCES tenants,
    email         text        NOT NULL CHECK (email = lower(email)),
    name          text        NOT NULL,
    role          text        NOT NULL DEFAULT 'owner',
    password_hash text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (email)
);

-- A session is known by the hash of its token only.
CREATE TABLE sessions (
    token_hash text        PRIMARY KEY,
    tenant_id  integer     NOT NULL REFERENCES tenants,
    user_id    bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE api_keys (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  integer     NOT NULL REFERENCES tenants,
    name       text        NOT NULL,
    prefix     text        NOT NULL,
    key_hash   text        NOT NULL UNIQUE,
    scopes     text[]      NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);

CALL keep_tenants_apart('users');
CALL keep_tenants_apart('sessions');
CALL keep_tenants_apart('api_keys');
GRANT SELECT ON users, api_keys TO sms_function;
GRANT SELECT, INSERT, DELETE ON sessions TO sms_function;
GRANT SELECT (token_hash, expires_at), DELETE ON sessions TO sms_worker;

-- Whom a caller is must be found before the tenant is known, so these three look past the tenant
-- rule, each at one row by an exact value.

CREATE FUNCTION find_api_key(wanted_hash text)
    RETURNS TABLE (id bigint, tenant_id integer, name text, scopes text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.tenant_id, k.name, k.scopes
      FROM api_keys k
     WHERE k.key_hash = wanted_hash AND k.revoked_at IS NULL
$$;

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

REVOKE ALL ON FUNCTION find_api_key, find_session, find_user FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_api_key, find_session TO sms_function, sms_worker;
GRANT EXECUTE ON FUNCTION find_user TO sms_function;

COMMIT;
