-- Deploy sms-tracker:platform to pg
-- requires: businesses
-- requires: audit
-- requires: personal_data
BEGIN;

-- What only the owners of the platform may do. Functions see one business at a time: these look
-- past that rule, each for somebody who is logged in and owns the platform, which is looked up
-- here and not believed.

-- A business that was removed, or is being removed: who wanted it, when, and what went. It holds
-- nothing of the business but its name.
CREATE TABLE business_removals (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Its number, which is given to none again.
    business   integer     NOT NULL UNIQUE,
    name       text        NOT NULL,
    asked_by   text        NOT NULL,
    asked_at   timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,
    -- How many rows of each table.
    counts     jsonb       NOT NULL DEFAULT '{}',
    -- Where it goes on: tables are walked one after the other, block by block, until a whole pass
    -- finds nothing any more.
    passes     integer     NOT NULL DEFAULT 0,
    found      bigint      NOT NULL DEFAULT 0,
    to_walk    text[]      NOT NULL DEFAULT '{}',
    next_block bigint      NOT NULL DEFAULT 0
);
CALL holds_nothing_personal('business_removals', 'Businesses that were removed, by their names.');
CALL holds_nothing_personal('platform_owners', 'Who looks after the businesses.');

CREATE FUNCTION require_platform_owner(session bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.id = session AND s.expires_at > now() AND s.seen_at > now() - interval '1 hour'
           AND owns_platform(u))
    THEN
        RAISE EXCEPTION 'only who owns the platform may do this'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$$;

-- Businesses with how they do this month, by their own clocks; one of them, or all by name.
CREATE FUNCTION platform_businesses(session bigint, wanted integer)
    RETURNS TABLE (id integer, name text, word text, host_name text, time_zone text, region text,
                   currency text, created_at timestamptz, suspended_at timestamptz,
                   suspended_for text, removal_at timestamptz, people bigint, messages bigint,
                   received bigint, costs text[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM require_platform_owner(session);
    RETURN QUERY
    SELECT t.id, t.name, t.word, t.host_name, t.time_zone, t.default_region, t.currency,
           t.created_at, t.suspended_at, t.suspended_for, t.removal_at,
           (SELECT count(*) FROM users u WHERE u.tenant_id = t.id AND u.disabled_at IS NULL),
           (SELECT coalesce(sum(c.messages), 0)::bigint FROM hourly_counts c
             WHERE c.tenant_id = t.id AND c.hour >= m.begins
               AND c.hour < m.begins + interval '1 month'),
           (SELECT coalesce(sum(s.replies), 0) FROM answer_sums s
             WHERE s.tenant_id = t.id AND s.slice = 'all' AND NOT s.is_week
               AND s.day >= m.begins),
           business_costs(t.id, m.begins::date)
      FROM tenants t
     CROSS JOIN LATERAL (SELECT date_trunc('month', now() AT TIME ZONE t.time_zone)) m (begins)
     WHERE wanted IS NULL OR t.id = wanted
     ORDER BY lower(t.name), t.id LIMIT 1000;
END
$$;

-- What a month cost, for each currency: its letters and how many micros of it.
CREATE FUNCTION business_costs(wanted integer, begins date) RETURNS text[]
    LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(currency || ' ' || micros ORDER BY currency), '{}')
      FROM (SELECT currency, sum(micros)::bigint AS micros FROM cost_sums
             WHERE tenant_id = wanted AND slice = 'all' AND NOT is_week
               AND day >= begins AND day < begins + interval '1 month'
             GROUP BY currency) c
$$;

-- What a business used in each of the last months, by its own clock, the newest first.
CREATE FUNCTION platform_usage(session bigint, wanted integer, months integer)
    RETURNS TABLE (month text, messages bigint, delivered bigint, segments bigint, received bigint,
                   people bigint, storage_bytes bigint, costs text[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    -- A message's part of the tables whose size follows from the messages.
    bytes_each double precision;
BEGIN
    PERFORM require_platform_owner(session);
    SELECT sum(pg_total_relation_size(c.oid))
           / greatest(1, max(c.reltuples) FILTER (WHERE c.relname = 'messages'))
      INTO bytes_each
      FROM pg_class c
     WHERE c.oid IN ('transactions'::regclass, 'messages'::regclass, 'attempts'::regclass,
                     'message_events'::regclass, 'message_search'::regclass,
                     'search_postings'::regclass);
    RETURN QUERY
    SELECT to_char(m.begins, 'YYYY-MM'), c.messages, c.delivered, s.segments, a.replies,
           (SELECT count(*) FROM users u
             WHERE u.tenant_id = wanted AND u.disabled_at IS NULL
               AND u.created_at AT TIME ZONE t.time_zone < m.ends),
           (c.messages * bytes_each)::bigint, business_costs(wanted, m.begins::date)
      FROM tenants t
     CROSS JOIN generate_series(0, least(months, 36) - 1) AS n
     CROSS JOIN LATERAL (
        SELECT date_trunc('month', now() AT TIME ZONE t.time_zone) - n * interval '1 month',
               date_trunc('month', now() AT TIME ZONE t.time_zone) - (n - 1) * interval '1 month'
        ) m (begins, ends)
     CROSS JOIN LATERAL (
        SELECT coalesce(sum(h.messages), 0)::bigint,
               coalesce(sum(h.messages) FILTER (WHERE h.status = 'delivered'), 0)::bigint
          FROM hourly_counts h
         WHERE h.tenant_id = wanted AND h.hour >= m.begins AND h.hour < m.ends
        ) c (messages, delivered)
     CROSS JOIN LATERAL (
        -- They are due within a week and something of their arrival.
        SELECT coalesce(sum(o.segments), 0)::bigint FROM messages o
         WHERE o.tenant_id = wanted AND o.attempt_count > 0
           AND o.received_at >= (m.begins - interval '10 days') AT TIME ZONE t.time_zone
           AND o.received_at < (m.ends + interval '1 day') AT TIME ZONE t.time_zone
           AND o.due_hour >= m.begins AND o.due_hour < m.ends
        ) s (segments)
     CROSS JOIN LATERAL (
        SELECT coalesce(sum(r.replies), 0)::bigint FROM answer_sums r
         WHERE r.tenant_id = wanted AND r.slice = 'all' AND NOT r.is_week
           AND r.day >= m.begins AND r.day < m.ends
        ) a (replies)
     WHERE t.id = wanted AND m.ends > t.created_at AT TIME ZONE t.time_zone
     ORDER BY m.begins DESC;
END
$$;

-- Makes a business, with an invitation for whoever is to own it; its number.
CREATE FUNCTION platform_add_business(
    session bigint, new_name text, new_zone text, new_region text, new_currency text,
    new_word text, new_host text, owner_email text, token_hash text, inviter text, days integer
) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    made integer;
BEGIN
    PERFORM require_platform_owner(session);
    IF EXISTS (SELECT FROM users WHERE email = lower(owner_email)) THEN
        RAISE unique_violation USING CONSTRAINT = 'users_email_key',
            MESSAGE = 'somebody logs in with this address already';
    END IF;
    INSERT INTO tenants (name, time_zone, default_region, currency, word, host_name)
    SELECT new_name, new_zone, new_region, new_currency, new_word, new_host
     WHERE EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = new_zone)
    RETURNING id INTO made;
    IF made IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO tenant_settings (tenant_id, message_template)
    VALUES (made, 'Hi {customer_name|there}, thank you for visiting {dealership_name|us}! '
                  || 'How was it? {review_url} Reply STOP to opt out.');
    INSERT INTO invitations (tenant_id, token_hash, email, role, invited_by, expires_at)
    VALUES (made, token_hash, lower(owner_email), 'owner', inviter,
            now() + days * interval '1 day');
    PERFORM append_audit(1, 'business.added', new_name, NULL,
                         jsonb_build_object('business', made, 'owner', lower(owner_email)));
    PERFORM append_audit(made, 'business.added', new_name, NULL, NULL);
    RETURN made;
END
$$;

-- Says what differs; whether there is such a business and such a zone.
CREATE FUNCTION platform_change_business(
    session bigint, wanted integer, new_name text, new_zone text, new_region text,
    new_word text, new_host text
) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    former tenants;
    latter tenants;
BEGIN
    PERFORM require_platform_owner(session);
    SELECT * INTO former FROM tenants WHERE id = wanted AND removal_at IS NULL FOR UPDATE;
    UPDATE tenants
       SET name = new_name, time_zone = new_zone, default_region = new_region, word = new_word,
           host_name = new_host
     WHERE id = former.id
       AND (time_zone = new_zone
            OR EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = new_zone))
    RETURNING * INTO latter;
    -- The first business's record is the platform's, and has its entry by itself.
    IF latter.id <> 1 AND latter IS DISTINCT FROM former THEN
        PERFORM append_audit(1, 'business.changed', latter.name, platform_view(former),
                             platform_view(latter));
    END IF;
    RETURN latter.id IS NOT NULL;
END
$$;

CREATE FUNCTION platform_view(business tenants) RETURNS jsonb
    LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'name', business.name, 'time_zone', business.time_zone,
        'default_region', business.default_region, 'word', business.word,
        'host_name', business.host_name))
$$;

-- Lets nobody of a business in and holds its messages, or with no reason lets it go on; what became
-- of that, in a word.
CREATE FUNCTION platform_suspend(session bigint, wanted integer, reason text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    business tenants;
BEGIN
    PERFORM require_platform_owner(session);
    SELECT * INTO business FROM tenants WHERE id = wanted FOR UPDATE;
    IF business.id IS NULL THEN
        RETURN 'unknown';
    ELSIF business.id = 1 THEN
        RETURN 'first';
    ELSIF business.removal_at IS NOT NULL THEN
        RETURN 'removing';
    END IF;
    UPDATE tenants
       SET suspended_for = reason,
           suspended_at = CASE WHEN reason IS NOT NULL THEN coalesce(suspended_at, now()) END
     WHERE id = wanted;
    PERFORM append_audit(
        1, CASE WHEN reason IS NULL THEN 'business.resumed' ELSE 'business.suspended' END,
        business.name, NULL, jsonb_strip_nulls(jsonb_build_object('reason', reason)));
    RETURN 'done';
END
$$;

-- Hands a suspended business over to be removed; what became of that, in a word.
CREATE FUNCTION platform_remove(session bigint, wanted integer, typed text, remover text)
    RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    business tenants;
BEGIN
    PERFORM require_platform_owner(session);
    SELECT * INTO business FROM tenants WHERE id = wanted FOR UPDATE;
    IF business.id IS NULL THEN
        RETURN 'unknown';
    ELSIF business.id = 1 THEN
        RETURN 'first';
    ELSIF business.removal_at IS NOT NULL THEN
        RETURN 'removing';
    ELSIF business.suspended_at IS NULL THEN
        RETURN 'active';
    ELSIF business.name <> typed THEN
        RETURN 'otherName';
    END IF;
    INSERT INTO business_removals (business, name, asked_by) VALUES (wanted, business.name, remover);
    -- Its doors are free for another one at once.
    UPDATE tenants SET removal_at = now(), word = NULL, host_name = NULL WHERE id = wanted;
    PERFORM append_audit(1, 'business.removed', business.name, platform_view(business),
                         jsonb_build_object('business', wanted));
    RETURN 'done';
END
$$;

CREATE FUNCTION platform_removals(session bigint)
    RETURNS TABLE (business integer, name text, asked_by text, asked_at timestamptz,
                   ended_at timestamptz, counts jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM require_platform_owner(session);
    RETURN QUERY
    SELECT r.business, r.name, r.asked_by, r.asked_at, r.ended_at, r.counts
      FROM business_removals r ORDER BY r.id DESC LIMIT 500;
END
$$;

-- Every table with rows of businesses, those that refer to others before those.
CREATE FUNCTION tables_of_businesses() RETURNS text[]
    LANGUAGE sql STABLE AS $$
    WITH RECURSIVE tables AS (
        SELECT c.oid, c.relname
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
         WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    ), depths AS (
        SELECT oid, 0 AS depth FROM tables
        UNION
        SELECT t.oid, d.depth + 1
          FROM depths d
          JOIN pg_constraint f ON f.conrelid = d.oid AND f.contype = 'f' AND f.confrelid <> d.oid
          JOIN tables t ON t.oid = f.confrelid
         -- Tables that refer to each other would go round for ever.
         WHERE d.depth < 100
    )
    SELECT array_agg(relname::text ORDER BY depth, relname)
      FROM (SELECT t.relname, max(d.depth) AS depth
              FROM depths d JOIN tables t USING (oid) GROUP BY t.relname) ordered
$$;

-- Opens the cursor exported_rows over one table's rows of a business, each as a line of JSON; the
-- caller fetches from it in the same transaction. What lets somebody in is left out.
CREATE FUNCTION platform_export(session bigint, wanted integer, source text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    hidden text[];
    rows   refcursor := 'exported_rows';
BEGIN
    PERFORM require_platform_owner(session);
    IF source NOT IN (SELECT unnest(platform_exported())) THEN
        RAISE EXCEPTION 'no such table' USING ERRCODE = 'undefined_table';
    END IF;
    SELECT array_agg(attname::text) INTO hidden FROM pg_attribute
     WHERE attrelid = source::regclass AND attnum > 0 AND NOT attisdropped
       AND (attname ~ '(password|secret|sealed|(token|key|code)_hash)'
            OR atttypid = 'bytea'::regtype AND attname NOT IN ('bytes', 'document'));
    OPEN rows NO SCROLL FOR EXECUTE format(
        $query$SELECT format('{"table":"%%s","row":%%s}', %L, to_jsonb(r) - %L::text[])
                 FROM %I r WHERE r.%I = %s$query$,
        source, coalesce(hidden, '{}'), source,
        CASE source WHEN 'tenants' THEN 'id' ELSE 'tenant_id' END, wanted);
END
$$;

-- The tables that are a business's own: not who is logged in at the moment, and no letter with a
-- link that lets its reader in.
CREATE FUNCTION platform_exported() RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT array_agg(name ORDER BY name <> 'tenants', name)
      FROM unnest('{tenants}' || tables_of_businesses()) AS name
     WHERE name NOT IN ('sessions', 'password_resets', 'recovery_codes', 'letters', 'data_keys',
                        'archive_keys')
$$;

REVOKE ALL ON FUNCTION require_platform_owner, business_costs, platform_view, tables_of_businesses
    FROM PUBLIC;
REVOKE ALL ON FUNCTION platform_businesses, platform_usage, platform_add_business,
                       platform_change_business, platform_suspend, platform_remove,
                       platform_removals, platform_export, platform_exported FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform_businesses, platform_usage, platform_add_business,
                          platform_change_business, platform_suspend, platform_remove,
                          platform_removals, platform_export, platform_exported TO sms_function;

-- What is written once and for ever goes with its business, by the hand of the schema's owner alone.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('app.removing', true) = 'yes'
        AND pg_has_role(current_user, 'sms_owner', 'MEMBER')
    THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'entries of % are written once', TG_TABLE_NAME;
END
$$;

CREATE OR REPLACE FUNCTION keep_an_owner() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Two owners who leave at the same moment wait for one another here.
    PERFORM FROM tenants WHERE id = OLD.tenant_id AND removal_at IS NULL FOR UPDATE;
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
    -- Nobody needs to read which rows a business lost that is removed.
    IF EXISTS (SELECT FROM tenants WHERE id = tenant AND removal_at IS NOT NULL) THEN
        RETURN;
    END IF;
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

-- Goes a few blocks on in the oldest removal that has not ended, and says whether there was one.
--
-- Rows are found by walking the tables, which needs no index and reads each table once in a pass.
CREATE FUNCTION remove_business_rows(block_count integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    job     business_removals;
    target  text;
    budget  bigint := block_count;
    upto    bigint;
    removed bigint;
BEGIN
    SELECT * INTO job FROM business_removals
     WHERE ended_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM set_config('app.removing', 'yes', true);
    IF cardinality(job.to_walk) = 0 THEN
        IF job.passes > 0 AND job.found = 0 THEN
            DELETE FROM tenants WHERE id = job.business;
            UPDATE business_removals SET ended_at = now() WHERE id = job.id;
            RETURN true;
        END IF;
        job.to_walk := tables_of_businesses();
        job.passes := job.passes + 1;
        job.found := 0;
    END IF;
    WHILE budget > 0 AND cardinality(job.to_walk) > 0 LOOP
        target := job.to_walk[1];
        upto := job.next_block + budget;
        EXECUTE format('DELETE FROM %I WHERE tenant_id = $1 AND ctid >= $2 AND ctid < $3', target)
          USING job.business, format('(%s,0)', job.next_block)::tid,
                format('(%s,0)', least(upto, 4294967295))::tid;
        GET DIAGNOSTICS removed = ROW_COUNT;
        IF removed > 0 THEN
            job.found := job.found + removed;
            job.counts := job.counts || jsonb_build_object(
                target, coalesce((job.counts ->> target)::bigint, 0) + removed);
        END IF;
        IF upto * current_setting('block_size')::bigint >= pg_relation_size(target::regclass) THEN
            -- A table that is small costs a little all the same.
            budget := budget - 1
                - (pg_relation_size(target::regclass) / current_setting('block_size')::bigint
                   - job.next_block);
            job.to_walk := job.to_walk[2:];
            job.next_block := 0;
        ELSE
            job.next_block := upto;
            budget := 0;
        END IF;
    END LOOP;
    UPDATE business_removals
       SET counts = job.counts, passes = job.passes, found = job.found, to_walk = job.to_walk,
           next_block = job.next_block
     WHERE id = job.id;
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION remove_business_rows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION remove_business_rows TO sms_worker;

COMMIT;
