-- Deploy sms-tracker:key_care to pg
-- requires: access
BEGIN;

ALTER TABLE api_keys
    ADD COLUMN created_by   text,
    -- Null for a key that never ends.
    ADD COLUMN expires_at   timestamptz,
    -- To about ten minutes: no row is updated by every request.
    ADD COLUMN last_used_at timestamptz;

GRANT INSERT (tenant_id, name, prefix, key_hash, scopes, created_by, expires_at),
      UPDATE (revoked_at)
    ON api_keys TO sms_function;

-- Finds a key that is valid now, and notes now and then that it was used.
CREATE OR REPLACE FUNCTION find_api_key(wanted_hash text)
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

COMMIT;
