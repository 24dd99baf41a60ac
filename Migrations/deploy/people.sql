-- Deploy sms-tracker:people to pg
-- requires: access
BEGIN;

-- What a person may do follows from the role, which the program knows (Sources/Web/Role.swift).
ALTER TABLE users
    ALTER COLUMN role DROP DEFAULT,
    ADD CONSTRAINT known_role
        CHECK (role IN ('owner', 'administrator', 'manager', 'agent', 'viewer')),
    -- Null for who signs in elsewhere only, or has not accepted the invitation with a password yet.
    ALTER COLUMN password_hash DROP NOT NULL,
    -- The dealerships that the person is limited to; null for the whole business.
    ADD COLUMN dealerships   bigint[],
    -- Sealed with the installation's key; null without a second factor.
    ADD COLUMN totp_secret   bytea,
    -- The step of time whose code was used last: none up to it is taken again.
    ADD COLUMN totp_step     bigint,
    ADD COLUMN last_login_at timestamptz,
    ADD COLUMN disabled_at   timestamptz,
    ADD CONSTRAINT limited_role
        CHECK (dealerships IS NULL
               OR cardinality(dealerships) > 0 AND role IN ('manager', 'agent', 'viewer'));

-- Changing providers and keys was part of changing settings; keys may go on doing what they could.
UPDATE api_keys SET scopes = scopes || '{providers:write,keys:write}'
 WHERE 'settings:write' = ANY (scopes);

ALTER TABLE sessions
    ADD COLUMN id           bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    ADD COLUMN address      text        NOT NULL DEFAULT '',
    ADD COLUMN agent        text        NOT NULL DEFAULT '',
    -- To about a minute: no row is updated by every request.
    ADD COLUMN seen_at      timestamptz NOT NULL DEFAULT now(),
    -- When the person last proved who they are.
    ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX sessions_of_user ON sessions (user_id);

-- Each stands in for the second factor once.
CREATE TABLE recovery_codes (
    tenant_id integer     NOT NULL REFERENCES tenants,
    user_id   bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    code_hash text        NOT NULL,
    used_at   timestamptz,
    PRIMARY KEY (user_id, code_hash)
);

-- Links that let somebody choose a password: to join, or because the old one is forgotten.
CREATE TABLE invitations (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id   integer     NOT NULL REFERENCES tenants,
    token_hash  text        NOT NULL UNIQUE,
    email       text        NOT NULL CHECK (email = lower(email)),
    name        text        NOT NULL DEFAULT '',
    role        text        NOT NULL,
    dealerships bigint[],
    invited_by  text        NOT NULL,
    invited_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    accepted_at timestamptz,
    revoked_at  timestamptz
);
-- One open invitation for an address.
CREATE UNIQUE INDEX open_invitations ON invitations (tenant_id, email)
    WHERE accepted_at IS NULL AND revoked_at IS NULL;

CREATE TABLE password_resets (
    token_hash text        PRIMARY KEY,
    tenant_id  integer     NOT NULL REFERENCES tenants,
    user_id    bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    asked_at   timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);

-- Mail to one person that a function wants sent: `notify` sends it, tries again while its server is
-- away, and removes it, as there are links in it that let their reader in.
CREATE TABLE letters (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id   integer     NOT NULL REFERENCES tenants,
    address     text        NOT NULL,
    subject     text        NOT NULL,
    body        text        NOT NULL,
    -- From then on nobody has any use for it.
    expires_at  timestamptz NOT NULL,
    next_try_at timestamptz NOT NULL DEFAULT now(),
    tries       integer     NOT NULL DEFAULT 0
);
CREATE INDEX letters_due ON letters (next_try_at);

-- Who failed to log in of late. A subject is an account as it is tried from browsers that never
-- were in it, one browser that was, or an address of the network; no tenant, as there may be none.
CREATE TABLE login_failures (
    subject text        NOT NULL,
    at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX login_failures_of ON login_failures (subject, at);
GRANT SELECT, INSERT, DELETE ON login_failures TO sms_function;
GRANT SELECT, DELETE ON login_failures TO sms_worker;

CALL keep_tenants_apart('recovery_codes');
CALL keep_tenants_apart('invitations');
CALL keep_tenants_apart('password_resets');
CALL keep_tenants_apart('letters');

GRANT INSERT (tenant_id, email, name, role, dealerships, password_hash),
      UPDATE (name, role, dealerships, password_hash, totp_secret, totp_step, last_login_at,
              disabled_at),
      DELETE
    ON users TO sms_function;
GRANT UPDATE (seen_at, confirmed_at) ON sessions TO sms_function;
GRANT SELECT, INSERT, DELETE ON recovery_codes TO sms_function;
GRANT UPDATE (used_at) ON recovery_codes TO sms_function;
GRANT SELECT, INSERT ON invitations TO sms_function;
GRANT UPDATE (accepted_at, revoked_at) ON invitations TO sms_function;
GRANT SELECT, INSERT, DELETE ON password_resets TO sms_function;
GRANT SELECT (token_hash, expires_at), DELETE ON password_resets TO sms_worker;

GRANT INSERT ON letters TO sms_function;
GRANT SELECT, DELETE, UPDATE (next_try_at, tries) ON letters TO sms_worker;

-- A business that nobody owns could never be opened again.
CREATE FUNCTION keep_an_owner() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Two owners who leave at the same moment wait for one another here.
    PERFORM FROM tenants WHERE id = OLD.tenant_id FOR UPDATE;
    IF FOUND AND NOT EXISTS (SELECT FROM users
                              WHERE tenant_id = OLD.tenant_id AND role = 'owner'
                                AND disabled_at IS NULL) THEN
        RAISE EXCEPTION 'the business would have no owner'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'keep_an_owner';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER keep_an_owner AFTER UPDATE OF role, disabled_at OR DELETE ON users
    FOR EACH ROW
    WHEN (OLD.role = 'owner' AND OLD.disabled_at IS NULL)
    EXECUTE FUNCTION keep_an_owner();

-- Sessions end after half a day, or an hour in which nobody asked anything.
DROP FUNCTION find_session(text);
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

DROP FUNCTION find_user(text);
CREATE FUNCTION find_user(wanted_email text)
    RETURNS TABLE (id bigint, tenant_id integer, email text, name text, role text,
                   dealerships bigint[], password_hash text, totp_secret bytea, totp_step bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.id, u.tenant_id, u.email, u.name, u.role, u.dealerships, u.password_hash,
           u.totp_secret, u.totp_step
      FROM users u
     WHERE u.email = lower(wanted_email) AND u.disabled_at IS NULL
$$;

-- Who holds the link is not logged in, so the tenant is found from the link.
CREATE FUNCTION find_invitation(wanted_hash text)
    RETURNS TABLE (id bigint, tenant_id integer, business text, email text, name text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, i.tenant_id, t.name, i.email, i.name
      FROM invitations i JOIN tenants t ON t.id = i.tenant_id
     WHERE i.token_hash = wanted_hash AND i.expires_at > now()
       AND i.accepted_at IS NULL AND i.revoked_at IS NULL
$$;

CREATE FUNCTION find_password_reset(wanted_hash text)
    RETURNS TABLE (user_id bigint, tenant_id integer, email text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.id, u.tenant_id, u.email
      FROM password_resets r JOIN users u ON u.id = r.user_id
     WHERE r.token_hash = wanted_hash AND r.expires_at > now() AND u.disabled_at IS NULL
$$;

REVOKE ALL ON FUNCTION find_session, find_user, find_invitation, find_password_reset FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_session TO sms_function, sms_worker;
GRANT EXECUTE ON FUNCTION find_user, find_invitation, find_password_reset TO sms_function;

COMMIT;
