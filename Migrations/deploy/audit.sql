-- Deploy sms-tracker:audit to pg
-- requires: people
-- requires: limits
BEGIN;

-- The end of each tenant's chain. Who adds to it holds the row until the commit, so two cannot go on
-- from the same entry.
CREATE TABLE audit_heads (
    tenant_id integer PRIMARY KEY REFERENCES tenants,
    seq       bigint  NOT NULL,
    hash      text    NOT NULL
);

-- Who changed what, for ever: entries are numbered for each tenant without a gap, and each holds a
-- hash of itself and the one before, so that whoever changes or removes one leaves a trace.
--
-- There is nothing of customers in it that would have to be removed one day: numbers are masked,
-- and texts that were written to one of them are left out.
CREATE TABLE audit_log (
    -- Whoever removes a business removes its record with the end of its chain.
    tenant_id     integer     NOT NULL REFERENCES audit_heads ON DELETE CASCADE,
    seq           bigint      NOT NULL,
    at            timestamptz NOT NULL,
    -- A person's address or a key's name; empty for the system itself.
    actor         text        NOT NULL,
    -- The address of the network; empty where nobody asked over one.
    address       text        NOT NULL,
    -- What kind of thing, and what was done to it, as text.changed.
    action        text        NOT NULL,
    -- Which one, by the name that people know it by.
    object        text        NOT NULL,
    -- What differs, by the columns' names; never a secret.
    before        jsonb,
    after         jsonb,
    previous_hash text        NOT NULL,
    hash          text        NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX audit_log_when ON audit_log (tenant_id, at);

CALL keep_tenants_apart('audit_log');
CALL keep_tenants_apart('audit_heads');
-- Reading is all that functions may; what they add goes through note_audit.
GRANT SELECT ON audit_log TO sms_function;

CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What an entry's hash ought to be.
CREATE FUNCTION audit_hash(entry audit_log) RETURNS text
    LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        entry.previous_hash, entry.tenant_id, entry.seq,
        to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        entry.actor, entry.address, entry.action, entry.object, entry.before, entry.after)::text,
        'UTF8')), 'hex')
$$;

-- Adds to a tenant's chain. Who does it follows from app.actor, which is an address or a name, then
-- the network's address; whoever owns the schema is the administrator of the host.
CREATE FUNCTION append_audit(
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

-- For what no trigger can know: what is done and leaves no row of settings, as an export.
CREATE FUNCTION note_audit(what text, which text, former jsonb, latter jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM append_audit(current_tenant(), what, which, former, latter);
END
$$;

REVOKE ALL ON FUNCTION append_audit, note_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_audit TO sms_function;

-- A number as it may stand here for ever.
CREATE FUNCTION masked_number(number text) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$ SELECT left(number, 4) || '…' || right(number, 2) $$;

-- What of a row is worth an entry: not its numbers, nor who wrote it when, which the entry says, nor
-- what workers note in it.
CREATE FUNCTION audited(target regclass, whole jsonb) RETURNS jsonb
    LANGUAGE sql STABLE AS $$
    SELECT whole - '{id,tenant_id,account_id,template_id,rule_id,user_id,version,current_version,
        review_rotation,created_at,updated_at,saved_at,added_at,invited_at,chosen_at,imported_at,
        created_by,saved_by,added_by,invited_by,chosen_by,imported_by,last_used_at,last_login_at,
        use_count,totp_step,next_at,next_run_at,position_at,position_id,passed_from,done_until,
        ran_at,removed,failing_since,failed_at,succeeded_at,calm_since}'::text[]
        -- A text is an entry of its own, and notes on customers are theirs.
        - CASE target::text WHEN 'tenant_settings' THEN '{message_template}'
                            WHEN 'suppressions' THEN '{note,release_note}'
                            ELSE '{}' END::text[]
$$;

-- The same as people may read it: with names in place of numbers, and of what is secret only that it
-- is there. A column is secret by its type or its name, so a new one is without a word here.
CREATE FUNCTION audit_view(target regclass, whole jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE AS $$
DECLARE
    shown jsonb := audited(target, whole);
    field text;
BEGIN
    FOR field IN
        SELECT attname FROM pg_attribute
         WHERE attrelid = target AND attnum > 0 AND shown ->> attname IS NOT NULL
           AND (atttypid = 'bytea'::regtype
                OR attname ~ '(hash|secret|sealed|token|password|digest|document)')
    LOOP
        shown := shown || jsonb_build_object(field, '(hidden)');
    END LOOP;
    IF shown ? 'number' THEN
        shown := shown || jsonb_build_object('number', masked_number(shown ->> 'number'));
    END IF;
    IF shown ->> 'dealership_id' IS NOT NULL THEN
        shown := shown || jsonb_build_object('dealership_id', (
            SELECT name FROM dealerships WHERE id = (whole ->> 'dealership_id')::bigint));
    END IF;
    IF jsonb_typeof(shown -> 'dealerships') = 'array' THEN
        shown := shown || jsonb_build_object('dealerships', ARRAY(
            SELECT name FROM dealerships
             WHERE whole -> 'dealerships' @> to_jsonb(id) ORDER BY name));
    END IF;
    IF shown ->> 'target_id' IS NOT NULL THEN
        shown := shown || jsonb_build_object('target_id', (
            SELECT name FROM alert_targets WHERE id = (whole ->> 'target_id')::uuid));
    END IF;
    RETURN shown;
END
$$;

-- What people call the thing that a row is, or is a part of.
CREATE FUNCTION audit_name(target regclass, whole jsonb) RETURNS text
    LANGUAGE plpgsql STABLE AS $$
BEGIN
    CASE target::text
    WHEN 'templates', 'template_versions' THEN
        RETURN (SELECT concat_ws(', ', t.name, d.name, t.language)
                  FROM templates t LEFT JOIN dealerships d ON d.id = t.dealership_id
                 WHERE t.id = (coalesce(whole ->> 'template_id', whole ->> 'id'))::bigint);
    WHEN 'senders' THEN
        RETURN concat_ws(', ', whole ->> 'address', (
            SELECT name FROM provider_accounts WHERE id = (whole ->> 'account_id')::uuid));
    WHEN 'alert_rule_targets' THEN
        RETURN (SELECT kind FROM alert_rules WHERE id = (whole ->> 'rule_id')::bigint);
    WHEN 'recovery_codes' THEN
        RETURN (SELECT email FROM users WHERE id = (whole ->> 'user_id')::bigint);
    WHEN 'suppressions' THEN
        RETURN masked_number(whole ->> 'number');
    WHEN 'quiet_rules' THEN
        RETURN concat_ws(', ', whole ->> 'country', whole ->> 'region');
    ELSE
        -- A person is known by the address: names change, and two people may have one.
        RETURN coalesce(whole ->> 'email', whole ->> 'name', whole ->> 'display_name',
                        whole ->> 'kind', whole ->> 'every', '');
    END CASE;
END
$$;

-- Some fields of a row, or all that say something.
CREATE FUNCTION audit_part(shown jsonb, fields text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN shown IS NULL THEN NULL
                WHEN fields IS NULL THEN jsonb_strip_nulls(shown)
                ELSE coalesce((SELECT jsonb_object_agg(key, value) FROM jsonb_each(shown)
                                WHERE key = ANY (fields)), '{}') END
$$;

-- What was done, in a word: what people do is seldom a mere update to them.
CREATE FUNCTION audit_verb(operation text, seen text[], latter jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN seen IS NULL THEN CASE operation WHEN 'DELETE' THEN 'removed' ELSE 'added' END
        WHEN 'archived_at' = ANY (seen) AND operation = 'UPDATE'
            THEN CASE WHEN latter ->> 'archived_at' IS NULL THEN 'added' ELSE 'removed' END
        WHEN 'revoked_at' = ANY (seen) THEN 'ended'
        WHEN 'released_at' = ANY (seen) THEN 'released'
        WHEN 'accepted_at' = ANY (seen) THEN 'accepted'
        WHEN 'acknowledged_at' = ANY (seen) THEN 'acknowledged'
        WHEN 'used_at' = ANY (seen) THEN 'used'
        ELSE 'changed' END
$$;

-- Notes a change of one row, at the end of its transaction: by then that has every other lock it
-- wants, so two that wait for the same chain cannot wait for one another.
CREATE FUNCTION audit_row() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    former jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    latter jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    tenant integer;
    seen   text[];
BEGIN
    tenant := coalesce(latter, former)
              ->> CASE TG_TABLE_NAME WHEN 'tenants' THEN 'id' ELSE 'tenant_id' END;
    -- What belongs to all businesses is the host's; and of one that is removed nothing is kept.
    IF tenant IS NULL OR NOT EXISTS (SELECT FROM tenants WHERE id = tenant) THEN
        RETURN NULL;
    END IF;
    -- What goes with the thing that it is a part of is no entry of its own.
    IF TG_OP = 'DELETE' AND (
        TG_TABLE_NAME = 'senders'
            AND NOT EXISTS (SELECT FROM provider_accounts
                             WHERE id = (former ->> 'account_id')::uuid)
        OR TG_TABLE_NAME = 'alert_rule_targets'
            AND NOT EXISTS (SELECT FROM alert_rules WHERE id = (former ->> 'rule_id')::bigint)
    ) THEN
        RETURN NULL;
    END IF;
    -- What is never changed but followed by another version.
    IF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'template_versions' THEN
        SELECT to_jsonb(v) INTO former FROM template_versions v
         WHERE v.template_id = NEW.template_id AND v.version = NEW.version - 1;
    ELSIF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'webhook_sources' THEN
        SELECT to_jsonb(s) INTO former FROM webhook_sources s
         WHERE s.tenant_id = tenant AND s.name = NEW.name AND s.version = NEW.version - 1;
    END IF;
    IF former IS NOT NULL AND latter IS NOT NULL THEN
        seen := ARRAY(SELECT key FROM jsonb_each(audited(TG_RELID, latter))
                       WHERE value IS DISTINCT FROM former -> key);
        IF seen = '{}' THEN
            RETURN NULL;
        END IF;
    END IF;
    PERFORM append_audit(
        tenant, TG_ARGV[0] || '.' || audit_verb(TG_OP, seen, latter),
        audit_name(TG_RELID, coalesce(latter, former)),
        audit_part(audit_view(TG_RELID, former), seen),
        audit_part(audit_view(TG_RELID, latter), seen));
    RETURN NULL;
END
$$;

-- Saving an account touches those of its senders that are others than before.
GRANT UPDATE (kind, area_code, segments_per_second) ON senders TO sms_function;

CREATE PROCEDURE audit(target regclass, noun text, events text DEFAULT 'INSERT OR UPDATE OR DELETE',
                       condition text DEFAULT 'true')
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER audit_%s AFTER %s ON %s DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (%s) EXECUTE FUNCTION audit_row(%L)',
        lower(left(events, 6)), events, target, condition, noun);
END
$$;

CALL audit('tenants', 'business', 'UPDATE');
CALL audit('tenant_settings', 'settings');
CALL audit('brandings', 'branding');
CALL audit('brand_logos', 'logo');
CALL audit('retention', 'retention', 'INSERT OR DELETE OR UPDATE OF days');
CALL audit('budgets', 'budget');
CALL audit('quiet_rules', 'quiet-hours');
CALL audit('review_platforms', 'review-platform');
CALL audit('templates', 'text', 'UPDATE OR DELETE');
CALL audit('template_versions', 'text', 'INSERT');
-- Those that a CRM names for the first time are no change of anybody's.
CALL audit('dealerships', 'dealership', 'UPDATE OR DELETE');
CALL audit('users', 'person');
CALL audit('invitations', 'invitation');
CALL audit('recovery_codes', 'recovery-code', 'UPDATE');
CALL audit('api_keys', 'key');
CALL audit('webhook_sources', 'source');
CALL audit('provider_accounts', 'provider');
CALL audit('senders', 'sender');
CALL audit('invoice_files', 'invoice', 'INSERT OR DELETE');
CALL audit('alert_rules', 'alert-rule');
CALL audit('alert_rule_targets', 'alert-rule-target', 'INSERT OR DELETE');
CALL audit('alert_targets', 'alert-target');
CALL audit('alerts', 'alert', 'UPDATE OF acknowledged_at', 'NEW.acknowledged_by IS NOT NULL');
CALL audit('report_schedules', 'report');
-- Customers' own words are theirs, and a file of numbers is one entry.
CALL audit('suppressions', 'opt-out', 'INSERT',
           $$NEW.source IN ('page', 'api') AND NEW.added_by <> 'customer'$$);
CALL audit('suppressions', 'opt-out', 'UPDATE OF released_at',
           $$OLD.released_at IS NULL AND NEW.released_by <> 'customer'$$);

-- A tariff has thousands of rows that change at once: one entry says how many, and some.
CREATE FUNCTION audit_prices() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    summary record;
BEGIN
    FOR summary IN
        SELECT tenant_id, count(*) AS count, string_agg(DISTINCT provider, ', ') AS providers,
               to_jsonb((array_agg(jsonb_strip_nulls(audited(TG_RELID, to_jsonb(c)))
                                   ORDER BY id))[:20]) AS some
          FROM changed c WHERE tenant_id IS NOT NULL GROUP BY tenant_id
    LOOP
        PERFORM append_audit(
            summary.tenant_id, 'prices.' || audit_verb(TG_OP,
                CASE TG_OP WHEN 'UPDATE' THEN '{}'::text[] END, NULL),
            summary.providers, NULL,
            jsonb_build_object('count', summary.count, 'prices', summary.some));
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER audit_insert AFTER INSERT ON prices REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION audit_prices();
CREATE TRIGGER audit_update AFTER UPDATE ON prices REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION audit_prices();
CREATE TRIGGER audit_delete AFTER DELETE ON prices REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION audit_prices();

REVOKE ALL ON FUNCTION audit_row, audit_prices, audit_view, audit_name FROM PUBLIC;
REVOKE ALL ON PROCEDURE audit FROM PUBLIC;

COMMIT;
