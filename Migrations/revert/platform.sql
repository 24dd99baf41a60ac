-- Revert sms-tracker:platform from pg
BEGIN;

DELETE FROM personal_tables WHERE name IN ('business_removals', 'platform_owners');

DROP FUNCTION remove_business_rows(integer);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries of % are written once', TG_TABLE_NAME;
END
$$;

CREATE OR REPLACE FUNCTION keep_an_owner() RETURNS trigger
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

CREATE OR REPLACE FUNCTION append_audit(
    tenant integer, what text, which text, former jsonb, latter jsonb
) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    who   text := coalesce(current_setting('app.actor', true), '');
    place text := '';
    entry audit_log;
BEGIN
    IF who ~ ' [0-9a-fA-F.:]+$' THEN
        place := substring(who FROM '[^ ]+$');
        who := substring(who FROM '^(.*) ');
    ELSIF who = '' AND pg_has_role(session_user, 'sms_owner', 'MEMBER') THEN
        who := 'administrator of the host';
    END IF;
    INSERT INTO audit_heads AS h (tenant_id, seq, hash) VALUES (tenant, 1, '')
    ON CONFLICT (tenant_id) DO UPDATE SET seq = h.seq + 1
    RETURNING tenant_id, h.seq, clock_timestamp(), who, place, what, left(coalesce(which, ''), 300),
              former, latter, h.hash, ''
      INTO entry;
    entry.hash := audit_hash(entry);
    INSERT INTO audit_log VALUES (entry.*);
    UPDATE audit_heads SET hash = entry.hash WHERE tenant_id = tenant;
END
$$;

DROP FUNCTION platform_export(bigint, integer, text), platform_exported(),
              platform_removals(bigint), platform_remove(bigint, integer, text, text),
              platform_suspend(bigint, integer, text), platform_view(tenants),
              platform_change_business(bigint, integer, text, text, text, text, text),
              platform_add_business(bigint, text, text, text, text, text, text, text, text, text,
                                    integer),
              platform_usage(bigint, integer, integer), platform_businesses(bigint, integer),
              business_costs(integer, date), tables_of_businesses(),
              require_platform_owner(bigint);
DROP TABLE business_removals;

COMMIT;
