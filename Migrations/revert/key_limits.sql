-- Revert sms-tracker:key_limits from pg
BEGIN;

DROP FUNCTION note_key_uses(bigint[], bigint[]);
DROP FUNCTION find_signing_key(bigint);
DROP FUNCTION find_api_key(text);
DROP TYPE admitted_key;

-- Nothing sends a key that signs.
DELETE FROM api_keys WHERE signing_secret IS NOT NULL;
REVOKE INSERT (networks, rate_per_minute, replaces, signing_secret),
       UPDATE (name, networks, rate_per_minute, expires_at)
    ON api_keys FROM sms_function;
ALTER TABLE api_keys
    DROP COLUMN networks, DROP COLUMN rate_per_minute, DROP COLUMN use_count,
    DROP COLUMN replaces, DROP COLUMN signing_secret;
ALTER TABLE tenants DROP COLUMN rate_per_minute;

-- Finds a key that is valid now, and notes now and then that it was used.
CREATE FUNCTION find_api_key(wanted_hash text)
    RETURNS TABLE (id bigint, tenant_id integer, name text, scopes text[])
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    found_key api_keys;
BEGIN
    SELECT k.* INTO found_key
      FROM api_keys k
     WHERE k.key_hash = wanted_hash AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > now());
    IF found_key.id IS NULL THEN
        RETURN;
    END IF;
    IF found_key.last_used_at IS NULL
       OR found_key.last_used_at < now() - interval '10 minutes' THEN
        -- Whoever else notes it at this moment says the same.
        UPDATE api_keys k SET last_used_at = now()
         WHERE k.id = (SELECT l.id FROM api_keys l WHERE l.id = found_key.id
                        FOR UPDATE SKIP LOCKED);
    END IF;
    RETURN QUERY SELECT found_key.id, found_key.tenant_id, found_key.name, found_key.scopes;
END
$$;
REVOKE ALL ON FUNCTION find_api_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_api_key TO sms_function, sms_worker;

COMMIT;
