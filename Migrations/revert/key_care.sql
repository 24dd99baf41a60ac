-- Revert sms-tracker:key_care from pg
BEGIN;

CREATE OR REPLACE FUNCTION find_api_key(wanted_hash text)
    RETURNS TABLE (id bigint, tenant_id integer, name text, scopes text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.tenant_id, k.name, k.scopes
      FROM api_keys k
     WHERE k.key_hash = wanted_hash AND k.revoked_at IS NULL
$$;
REVOKE INSERT (tenant_id, name, prefix, key_hash, scopes, created_by, expires_at),
       UPDATE (revoked_at)
    ON api_keys FROM sms_function;
ALTER TABLE api_keys DROP COLUMN created_by, DROP COLUMN expires_at, DROP COLUMN last_used_at;

COMMIT;
