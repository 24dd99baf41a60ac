-- Deploy sms-tracker:vault to pg
-- requires: sign_in
-- requires: key_limits
-- requires: audit
BEGIN;

-- What the secrets of each business are sealed with. The keys stand here sealed themselves, with
-- SECRETS_KEY, which lives outside: whoever has a copy of the database can open nothing.
CREATE TABLE data_keys (
    tenant_id  integer     PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
    -- Counts the keys that the business has had; what is sealed begins with it.
    number     integer     NOT NULL DEFAULT 1 CHECK (number > 0),
    wrapped    bytea       NOT NULL,
    -- The key before, until nothing is sealed with it any more.
    former     bytea,
    -- Never replaced: it makes the marks by which what must not be named is found again.
    marks      bytea       NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT now(),
    wrapped_at timestamptz NOT NULL DEFAULT now()
);

-- Which SECRETS_KEY the data keys are sealed with: no part of it, only what tells it from others.
CREATE TABLE secrets_key (
    is_only     boolean     PRIMARY KEY DEFAULT true CHECK (is_only),
    fingerprint text        NOT NULL,
    since       timestamptz NOT NULL DEFAULT now()
);

CALL keep_tenants_apart('data_keys');

-- A business's keys, which must be found before anybody is logged in, so this looks past the tenant
-- rule, at one row. Who is about to seal keeps them from being replaced until the transaction ends;
-- keys that this transaction made itself are nobody else's yet.
CREATE FUNCTION find_data_key(of_tenant integer, for_sealing boolean)
    RETURNS TABLE (number integer, wrapped bytea, former bytea, marks bytea, is_new boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF for_sealing THEN
        PERFORM FROM data_keys k WHERE k.tenant_id = of_tenant FOR SHARE;
    END IF;
    RETURN QUERY
    SELECT k.number, k.wrapped, k.former, k.marks,
           coalesce(k.xmin = pg_current_xact_id_if_assigned()::xid, false)
      FROM data_keys k
     WHERE k.tenant_id = of_tenant;
END
$$;

-- Keeps the first keys of a business, unless somebody was faster; false for keys that are sealed with
-- another SECRETS_KEY than all others.
CREATE FUNCTION make_data_key(of_tenant integer, sealer text, new_wrapped bytea, new_marks bytea)
    RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO secrets_key (fingerprint) VALUES (sealer) ON CONFLICT DO NOTHING;
    -- Whoever is replacing it is waited for.
    PERFORM FROM secrets_key WHERE fingerprint = sealer FOR SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO data_keys (tenant_id, wrapped, marks) VALUES (of_tenant, new_wrapped, new_marks)
    ON CONFLICT DO NOTHING;
    RETURN true;
END
$$;

REVOKE ALL ON FUNCTION find_data_key, make_data_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_data_key, make_data_key TO sms_function, sms_worker;

-- A secret is sealed for its row, so the row's number must be known before.
GRANT INSERT (id) ON api_keys TO sms_function;
GRANT USAGE ON SEQUENCE api_keys_id_seq TO sms_function;

DROP FUNCTION find_sign_in(text), find_sign_in_provider(bigint);
CREATE FUNCTION find_sign_in(wanted_email text)
    RETURNS TABLE (id bigint, tenant_id integer, issuer text, client_id text, client_secret bytea,
                   domains text[], name text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.tenant_id, p.issuer, p.client_id, p.client_secret, p.domains, p.name
      FROM sign_in_providers p
     WHERE p.domains @> ARRAY[split_part(lower(wanted_email), '@', 2)]
     ORDER BY p.tenant_id = (SELECT u.tenant_id FROM users u
                              WHERE u.email = lower(wanted_email)) DESC NULLS LAST, p.id
     LIMIT 1
$$;
CREATE FUNCTION find_sign_in_provider(wanted_id bigint)
    RETURNS TABLE (id bigint, tenant_id integer, issuer text, client_id text, client_secret bytea,
                   domains text[], name text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.tenant_id, p.issuer, p.client_id, p.client_secret, p.domains, p.name
      FROM sign_in_providers p WHERE p.id = wanted_id
$$;
REVOKE ALL ON FUNCTION find_sign_in, find_sign_in_provider FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_sign_in, find_sign_in_provider TO sms_function;

-- What is sealed anew says what it said before, so that it is no change to be noted. Nobody but the
-- administrator of the host can say so.
CREATE FUNCTION is_sealing_anew() RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('app.sealing_anew', true), '') = 'on'
       AND pg_has_role(session_user, 'sms_owner', 'MEMBER')
       AND pg_has_role(current_user, 'sms_owner', 'MEMBER')
$$;

DO $$
DECLARE
    audited record;
BEGIN
    FOR audited IN SELECT * FROM (VALUES
        ('provider_accounts', 'provider'), ('alert_targets', 'alert-target'), ('api_keys', 'key'),
        ('users', 'person'), ('sign_in_providers', 'sign-in')) AS a (target, noun)
    LOOP
        EXECUTE format('DROP TRIGGER audit_insert ON %I', audited.target);
        CALL audit(audited.target::regclass, audited.noun,
                   condition => 'NOT is_sealing_anew()');
    END LOOP;
END
$$;

COMMIT;
