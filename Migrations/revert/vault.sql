-- Revert sms-tracker:vault from pg
BEGIN;

DO $$
DECLARE
    audited record;
BEGIN
    FOR audited IN SELECT * FROM (VALUES
        ('provider_accounts', 'provider'), ('alert_targets', 'alert-target'), ('api_keys', 'key'),
        ('users', 'person'), ('sign_in_providers', 'sign-in')) AS a (target, noun)
    LOOP
        EXECUTE format('DROP TRIGGER audit_insert ON %I', audited.target);
        CALL audit(audited.target::regclass, audited.noun);
    END LOOP;
END
$$;
DROP FUNCTION is_sealing_anew;

DROP FUNCTION find_sign_in(text), find_sign_in_provider(bigint);
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
CREATE FUNCTION find_sign_in_provider(wanted_id bigint)
    RETURNS TABLE (id bigint, tenant_id integer, issuer text, client_id text, client_secret bytea,
                   domains text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.tenant_id, p.issuer, p.client_id, p.client_secret, p.domains
      FROM sign_in_providers p WHERE p.id = wanted_id
$$;
REVOKE ALL ON FUNCTION find_sign_in, find_sign_in_provider FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_sign_in, find_sign_in_provider TO sms_function;

REVOKE USAGE ON SEQUENCE api_keys_id_seq FROM sms_function;
REVOKE INSERT (id) ON api_keys FROM sms_function;

DROP FUNCTION make_data_key, find_data_key;
DROP TABLE secrets_key, data_keys;

COMMIT;
