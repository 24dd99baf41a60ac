-- Deploy sms-tracker:limits to pg
-- requires: people
-- requires: retention
-- requires: rating_totals
BEGIN;

-- People who are limited to some dealerships act as the role sms_limited, a member of sms_function:
-- it may what that may, of fewer rows. The rules for it are restrictive, so they narrow what the
-- tenant's rule lets through; everybody else's statements are planned without them.

CREATE FUNCTION current_dealerships() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT string_to_array(nullif(current_setting('app.dealerships', true), ''), ',')::bigint[]
$$;

CREATE PROCEDURE show_to_limited(target regclass, condition text)
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DROP POLICY IF EXISTS own_dealerships ON %s', target);
    EXECUTE format(
        'CREATE POLICY own_dealerships ON %s AS RESTRICTIVE TO sms_limited USING (%s)',
        target, condition);
END
$$;

-- From now on a new table shows them nothing until it says what.
CREATE OR REPLACE PROCEDURE keep_tenants_apart(target regclass)
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format(
        'CREATE POLICY own_tenant ON %s TO sms_function
            USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', target);
    EXECUTE format('CREATE POLICY every_tenant ON %s TO sms_worker USING (true)', target);
    CALL show_to_limited(target, 'false');
END
$$;

DO $$
DECLARE
    target regclass;
BEGIN
    -- Whatever is not named below.
    FOR target IN SELECT oid::regclass FROM pg_class
                   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                     AND relrowsecurity AND relname <> 'tenants'
    LOOP
        CALL show_to_limited(target, 'false');
    END LOOP;

    -- What carries a dealership.
    FOREACH target IN ARRAY '{messages,transactions,engagements,status_changes,dealership_counts,
                              engagement_changes,engagement_counts,answer_changes,rating_changes,
                              rating_sums}'::regclass[]
    LOOP
        CALL show_to_limited(target, 'dealership_id = ANY (current_dealerships())');
    END LOOP;
    CALL show_to_limited('dealerships', 'id = ANY (current_dealerships())');

    -- What belongs to a message, which has rules of its own.
    FOREACH target IN ARRAY '{attempts,message_events,message_links,message_search,search_postings,
                              charges,delivery_reports,inbound_messages}'::regclass[]
    LOOP
        CALL show_to_limited(target, format(
            'EXISTS (SELECT FROM messages m WHERE m.id = %s.message_id)', target));
    END LOOP;

    -- Sums are kept for each dealership beside all.
    FOREACH target IN ARRAY '{answer_sums,cost_sums,delivery_sums,error_sums,latency_sums}'::regclass[]
    LOOP
        CALL show_to_limited(target,
            'slice = ''dealership'' AND member = ANY (current_dealerships()::text[])');
    END LOOP;

    -- What is the business's and everybody in it works with.
    FOREACH target IN ARRAY '{brandings,brand_logos,prices,provider_accounts,quiet_rules,senders,
                              suppressions,tenant_settings,idempotent_answers,template_versions}'::regclass[]
    LOOP
        CALL show_to_limited(target, 'true');
    END LOOP;
    CALL show_to_limited('templates',
        'dealership_id IS NULL OR dealership_id = ANY (current_dealerships())');
    CALL show_to_limited('review_platforms',
        'dealership_id IS NULL OR dealership_id = ANY (current_dealerships())');

    -- What is one's own: the account, where one is logged in.
    CALL show_to_limited('users', 'dealerships = current_dealerships()');
    CALL show_to_limited('sessions', 'true');
    CALL show_to_limited('recovery_codes', 'true');
END
$$;

COMMIT;
