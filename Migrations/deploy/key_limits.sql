-- Deploy sms-tracker:key_limits to pg
-- requires: key_care
-- requires: people
-- requires: limits
BEGIN;

ALTER TABLE api_keys
    -- Where the key may be used from; null for everywhere.
    ADD COLUMN networks        cidr[]  CHECK (cardinality(networks) BETWEEN 1 AND 50),
    -- Null for as many requests as its program likes.
    ADD COLUMN rate_per_minute integer CHECK (rate_per_minute BETWEEN 1 AND 600000),
    -- Added to every few seconds, by each process for all requests that it let in since.
    ADD COLUMN use_count       bigint  NOT NULL DEFAULT 0,
    -- The key whose successor this one is.
    ADD COLUMN replaces        bigint  REFERENCES api_keys ON DELETE SET NULL,
    -- Of a key that signs what is posted instead of being sent along; sealed with SECRETS_KEY.
    ADD COLUMN signing_secret  bytea;
CREATE INDEX api_keys_replaced ON api_keys (replaces) WHERE replaces IS NOT NULL;

-- What all keys of a business may ask together; null for as much as they like.
ALTER TABLE tenants
    ADD COLUMN rate_per_minute integer CHECK (rate_per_minute BETWEEN 1 AND 600000);

GRANT INSERT (networks, rate_per_minute, replaces, signing_secret),
      UPDATE (name, networks, rate_per_minute, expires_at)
    ON api_keys TO sms_function;

-- What the gate needs to know of a key; the secret is null unless the key signs.
CREATE TYPE admitted_key AS (
    id                     bigint,
    tenant_id              integer,
    name                   text,
    scopes                 text[],
    networks               text[],
    rate_per_minute        integer,
    tenant_rate_per_minute integer,
    signing_secret         bytea
);

-- A key that is sent along, by its hash. A key that signs is never sent.
DROP FUNCTION find_api_key(text);
CREATE FUNCTION find_api_key(wanted_hash text) RETURNS SETOF admitted_key
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.tenant_id, k.name, k.scopes, k.networks::text[], k.rate_per_minute,
           t.rate_per_minute, NULL::bytea
      FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
     WHERE k.key_hash = wanted_hash AND k.signing_secret IS NULL AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > now())
$$;

-- A key that signs, by the number that its program says beside the signature.
CREATE FUNCTION find_signing_key(wanted_id bigint) RETURNS SETOF admitted_key
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.tenant_id, k.name, k.scopes, k.networks::text[], k.rate_per_minute,
           t.rate_per_minute, k.signing_secret
      FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
     WHERE k.id = wanted_id AND k.signing_secret IS NOT NULL AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > now())
$$;

-- Adds how often keys were used since a process said so last.
CREATE FUNCTION note_key_uses(used_ids bigint[], used_counts bigint[]) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    -- Two processes take the same keys in the same order.
    WITH used AS MATERIALIZED (
        SELECT k.id, u.count
          FROM unnest(used_ids, used_counts) AS u (id, count) JOIN api_keys k ON k.id = u.id
         ORDER BY k.id
           FOR NO KEY UPDATE OF k
    )
    UPDATE api_keys k
       SET use_count = k.use_count + used.count, last_used_at = now()
      FROM used
     WHERE k.id = used.id
$$;

REVOKE ALL ON FUNCTION find_api_key, find_signing_key, note_key_uses FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_api_key, find_signing_key, note_key_uses TO sms_function, sms_worker;

COMMIT;
