-- Deploy sms-tracker:sign_in to pg
-- requires: people
-- requires: audit
BEGIN;

-- Where people of a business sign in instead of with a password of ours (OpenID Connect).
CREATE TABLE sign_in_providers (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id     integer     NOT NULL REFERENCES tenants ON DELETE CASCADE,
    -- What the button says.
    name          text        NOT NULL,
    issuer        text        NOT NULL,
    client_id     text        NOT NULL,
    -- Sealed with the installation's key; null for a client that PKCE alone protects.
    client_secret bytea,
    -- Whose addresses sign in there: what stands behind the @.
    domains       text[]      NOT NULL CHECK (cardinality(domains) > 0),
    made_at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, name)
);
CREATE INDEX sign_in_domains ON sign_in_providers USING gin (domains);

-- Who is who there: addresses change hands, the issuer's own name for somebody does not.
CREATE TABLE sign_in_identities (
    tenant_id   integer     NOT NULL REFERENCES tenants ON DELETE CASCADE,
    provider_id bigint      NOT NULL REFERENCES sign_in_providers ON DELETE CASCADE,
    subject     text        NOT NULL,
    user_id     bigint      NOT NULL REFERENCES users ON DELETE CASCADE,
    PRIMARY KEY (provider_id, subject),
    UNIQUE (provider_id, user_id)
);

CALL keep_tenants_apart('sign_in_providers');
CALL keep_tenants_apart('sign_in_identities');
CALL audit('sign_in_providers', 'sign-in');
GRANT SELECT, INSERT, DELETE ON sign_in_providers TO sms_function;
GRANT UPDATE (issuer, client_id, client_secret, domains) ON sign_in_providers TO sms_function;
GRANT SELECT, INSERT ON sign_in_identities TO sms_function;

-- Where somebody who is not logged in yet would sign in: with their own business, if they have one.
-- Whoever has no account gets the same answer, so that nobody learns who has one.
CREATE FUNCTION find_sign_in(wanted_email text)
    RETURNS TABLE (id bigint, tenant_id integer, issuer text, client_id text, client_secret bytea,
                   domains text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.tenant_id, p.issuer, p.client_id, p.client_secret, p.domains
      FROM sign_in_providers p
     WHERE p.domains @> ARRAY[split_part(lower(wanted_email), '@', 2)]
     ORDER BY p.tenant_id = (SELECT u.tenant_id FROM users u
                              WHERE u.email = lower(wanted_email)) DESC NULLS LAST, p.id
     LIMIT 1
$$;

-- The one that somebody comes back from.
CREATE FUNCTION find_sign_in_provider(wanted_id bigint)
    RETURNS TABLE (id bigint, tenant_id integer, issuer text, client_id text, client_secret bytea,
                   domains text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.tenant_id, p.issuer, p.client_id, p.client_secret, p.domains
      FROM sign_in_providers p WHERE p.id = wanted_id
$$;

CREATE FUNCTION has_sign_in() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM sign_in_providers)
$$;

REVOKE ALL ON FUNCTION find_sign_in, find_sign_in_provider, has_sign_in FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_sign_in, find_sign_in_provider, has_sign_in TO sms_function;

COMMIT;
