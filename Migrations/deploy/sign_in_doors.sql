-- Deploy sms-tracker:sign_in_doors to pg
-- requires: sign_in
-- requires: vault
BEGIN;

-- At the door of one business only its own issuers are asked. The door may be left out, as those
-- leave it out that were deployed before this.
DROP FUNCTION find_sign_in(text), has_sign_in();
CREATE FUNCTION find_sign_in(wanted_email text, at_business integer DEFAULT NULL)
    RETURNS TABLE (id bigint, tenant_id integer, issuer text, client_id text, client_secret bytea,
                   domains text[], name text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.tenant_id, p.issuer, p.client_id, p.client_secret, p.domains, p.name
      FROM sign_in_providers p
     WHERE p.domains @> ARRAY[split_part(lower(wanted_email), '@', 2)]
       AND p.tenant_id = coalesce(at_business, p.tenant_id)
     ORDER BY p.tenant_id = (SELECT u.tenant_id FROM users u
                              WHERE u.email = lower(wanted_email)) DESC NULLS LAST, p.id
     LIMIT 1
$$;
CREATE FUNCTION has_sign_in(at_business integer DEFAULT NULL) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM sign_in_providers p
                    WHERE p.tenant_id = coalesce(at_business, p.tenant_id))
$$;
REVOKE ALL ON FUNCTION find_sign_in, has_sign_in FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_sign_in, has_sign_in TO sms_function;

COMMIT;
