-- Deploy sms-tracker:personal_data to pg
-- requires: archives
BEGIN;

-- Where a customer's data is, and what becomes of it when the customer is erased. Copies, counts and
-- erasures go by this list alone, and a test compares it with the schema: a new table is named here.
CREATE TABLE personal_tables (
    name    text     PRIMARY KEY,
    -- As people read it; null where nothing of a customer is in it.
    title   text,
    -- In which order the tables are read and erased.
    place   smallint,
    -- Which rows r are a person's: a condition on r and the person $1.
    found   text,
    -- When a row came to be.
    moment  text,
    -- Whether whole rows go: those that count nothing.
    removes boolean  NOT NULL DEFAULT false,
    -- What is in a table that has nothing of customers.
    holds   text,
    CHECK ((title IS NULL) = (found IS NULL) AND (title IS NULL) = (place IS NULL)
           AND (title IS NULL) <> (holds IS NULL))
);

CREATE TABLE personal_columns (
    table_name  text NOT NULL REFERENCES personal_tables,
    column_name text NOT NULL,
    -- As the person's copy calls it; null where a copy says nothing of it.
    label       text,
    -- What it becomes, as an expression of r, the person's successor $2 and keyed hash $3; null for a
    -- fact that says nothing of the person once the rest is gone.
    erased      text,
    PRIMARY KEY (table_name, column_name)
);

-- For the migration of a new table that has nothing of customers.
CREATE PROCEDURE holds_nothing_personal(target regclass, what text)
    LANGUAGE sql AS $$
    INSERT INTO personal_tables (name, holds) VALUES (target::text, what)
$$;

-- A number's owner, and what else the rows are found by.
CREATE TYPE person AS (
    tenant_id    integer,
    number       text,
    -- The digits without the country's, as people write them within it.
    digits       text,
    names        text[],
    messages     uuid[],
    transactions text[],
    requests     text[],
    deliveries   uuid[]
);

-- What a number reads like without what people put between its digits, also in an address.
CREATE FUNCTION without_spacing(written text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(written, '%2[089BDEF]|%C2%A0|[-(). /+\u00a0\u2010-\u2015]', '', 'gi')
$$;

CREATE FUNCTION mentions(written text, whose person) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT strpos(without_spacing(written), whose.digits) > 0
$$;

-- The facts on a timeline that say nothing of whom it is about.
CREATE FUNCTION impersonal_detail(detail jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(jsonb_object_agg(key, value), '{}')
      FROM jsonb_each(detail)
     WHERE key = ANY ('{attempt,at,by,currency,dueAt,errorCode,estimate,event,intent,job,provider,
                        reason,rule,segments,sender,source,stars,status,until}'::text[])
$$;

INSERT INTO personal_tables (place, name, title, found, moment, removes) VALUES
( 1, 'transactions', 'Transactions',
  'r.id IN (SELECT m.transaction_id FROM messages m WHERE m.id = ANY (($1).messages))',
  'received_at', false),
( 2, 'messages', 'Messages', 'r.id = ANY (($1).messages)', 'received_at', false),
( 3, 'message_events', 'What happened to messages', 'r.message_id = ANY (($1).messages)', 'at', false),
( 4, 'attempts', 'Calls to providers', 'r.message_id = ANY (($1).messages)', 'started_at', false),
( 5, 'delivery_reports', 'Reports of providers',
  'r.message_id = ANY (($1).messages) OR r.message_id IS NULL AND mentions(r.raw::text, $1)',
  'received_at', false),
( 6, 'inbound_messages', 'Replies', 'r.sender = ($1).number', 'received_at', false),
( 7, 'engagements', 'Clicks and ratings', 'r.message_id = ANY (($1).messages)', 'rated_at', false),
( 8, 'message_links', 'Links in texts', 'r.message_id = ANY (($1).messages)', 'made_at', true),
( 9, 'suppressions', 'Opt-outs', 'r.number = ($1).number', 'added_at', false),
(10, 'search_postings', 'Words to search by',
  '(r.word, r.received_at, r.message_id) IN (
       SELECT w.word COLLATE "C", s.received_at, s.message_id
         FROM message_search s CROSS JOIN unnest(string_to_array(s.words, '' '')) AS w (word)
        WHERE s.message_id = ANY (($1).messages))',
  'received_at', true),
(11, 'message_search', 'Texts to search by', 'r.message_id = ANY (($1).messages)', 'received_at', true),
(12, 'alerts', 'Alerts of low ratings',
  'r.kind = ''low_rating'' AND r.subject = ANY (($1).messages::text[])', 'raised_at', false),
(13, 'alert_attempts', 'Calls to programs that are told',
  'r.delivery_id = ANY (($1).deliveries)', 'at', false),
(14, 'alert_deliveries', 'What programs were told', 'r.id = ANY (($1).deliveries)', 'created_at', false),
(15, 'webhook_requests', 'Requests of programs',
  'r.request_id = ANY (($1).requests)
   OR mentions(r.path || '' '' || r.query || '' '' || r.body || '' '' || r.answer, $1)
   OR EXISTS (SELECT FROM unnest(($1).transactions) AS x (id)
               WHERE strpos(r.path || ''"'' || r.body, ''"'' || x.id || ''"'') > 0)',
  'at', true),
(16, 'idempotent_answers', 'Answers kept for repeated requests',
  'mentions(r.key || '' '' || coalesce(encode(r.body, ''escape''), ''''), $1)
   OR EXISTS (SELECT FROM unnest(($1).transactions) AS x (id)
               WHERE strpos(encode(r.body, ''escape''), ''"'' || x.id || ''"'') > 0)',
  'started_at', false),
(17, 'retry_jobs', 'Retries of many',
  'mentions(concat_ws('' '', r.filter ->> ''phone'', r.filter ->> ''search''), $1)
   OR lower(r.filter ->> ''search'') = ANY (($1).names)', 'created_at', false);

INSERT INTO personal_columns (table_name, column_name, label, erased) VALUES
('transactions', 'external_id', 'transactionId',
 'CASE WHEN mentions(r.external_id, $1) THEN $2 || ''-'' || r.id ELSE r.external_id END'),
('transactions', 'customer_phone', 'phone', '$2'),
('transactions', 'customer_name', 'name', 'NULL'),
('transactions', 'customer_id', 'customerId', 'NULL'),
('transactions', 'sales_rep_name', 'servedBy', 'NULL'),
('transactions', 'amount_micros', 'amountInMillionths', NULL),
('transactions', 'currency', 'currency', NULL),
('transactions', 'completed_at', 'completedAt', NULL),
('transactions', 'received_at', 'receivedAt', NULL),

('messages', 'id', 'messageId', NULL),
('messages', 'kind', 'kind', NULL),
('messages', 'status', 'status', NULL),
('messages', 'recipient', 'phone', '$2'),
('messages', 'own_text', 'textToSend', 'NULL'),
('messages', 'body', 'text', 'NULL'),
('messages', 'content_removed_at', NULL, 'coalesce(r.content_removed_at, now())'),
('messages', 'language', 'language', NULL),
('messages', 'channel', 'channel', NULL),
('messages', 'recipient_country', 'country', NULL),
('messages', 'received_at', 'receivedAt', NULL),
('messages', 'due_at', 'dueAt', NULL),
('messages', 'sent_at', 'sentAt', NULL),
('messages', 'finished_at', 'finishedAt', NULL),
('messages', 'review_platform', 'reviewPlatform', NULL),
('messages', 'error_code', 'errorCode', NULL),
('messages', 'provider', 'provider', NULL),
('messages', 'wanted_provider', NULL, NULL),
('messages', 'waits_for', NULL, NULL),
('messages', 'hold', NULL, NULL),
('messages', 'price_currency', NULL, NULL),
('messages', 'estimate_currency', NULL, NULL),
('messages', 'billed_currency', NULL, NULL),

('message_events', 'message_id', 'messageId', NULL),
('message_events', 'at', 'at', NULL),
('message_events', 'kind', 'event', NULL),
('message_events', 'detail', 'detail', 'impersonal_detail(r.detail)'),

('attempts', 'message_id', 'messageId', NULL),
('attempts', 'started_at', 'at', NULL),
('attempts', 'recipient', 'phone', '$2'),
('attempts', 'body', 'text', ''''''),
('attempts', 'provider', 'provider', NULL),
('attempts', 'provider_message_id', 'providersId', NULL),
('attempts', 'sender', 'from', NULL),
('attempts', 'status', 'status', NULL),
('attempts', 'error_code', 'errorCode', NULL),
('attempts', 'error_class', NULL, NULL),
('attempts', 'error_message', 'error', 'NULL'),
-- Why this provider: of providers only.
('attempts', 'decision', NULL, NULL),

('delivery_reports', 'message_id', 'messageId', NULL),
('delivery_reports', 'provider', 'provider', NULL),
('delivery_reports', 'provider_message_id', 'providersId', NULL),
('delivery_reports', 'idempotency_token', NULL, NULL),
('delivery_reports', 'raw', 'report', '''{}'''),
('delivery_reports', 'received_at', 'receivedAt', NULL),

('inbound_messages', 'received_at', 'receivedAt', NULL),
('inbound_messages', 'provider', 'provider', NULL),
('inbound_messages', 'provider_message_id', 'providersId', NULL),
('inbound_messages', 'sender', 'phone', '$2'),
('inbound_messages', 'sender_name', 'name', 'NULL'),
('inbound_messages', 'recipient', 'to', NULL),
('inbound_messages', 'body', 'text', ''''''),
('inbound_messages', 'intent', 'understoodAs', NULL),
('inbound_messages', 'keyword', 'keyword', 'NULL'),
('inbound_messages', 'opt_out_type', NULL, NULL),
('inbound_messages', 'raw', 'asReceived', '''{}'''),
('inbound_messages', 'reviewed_by', NULL, NULL),
('inbound_messages', 'handled_by', 'handledBy', NULL),
('inbound_messages', 'needs_review', NULL, 'false'),
('inbound_messages', 'handled_at', NULL, 'coalesce(r.handled_at, now())'),
('inbound_messages', 'content_removed_at', NULL, 'coalesce(r.content_removed_at, now())'),

('engagements', 'message_id', 'messageId', NULL),
('engagements', 'clicked_at', 'clickedAt', NULL),
('engagements', 'rated_at', 'ratedAt', NULL),
('engagements', 'stars', 'stars', NULL),
('engagements', 'comment', 'comment', ''''''),
('engagements', 'content_removed_at', NULL, 'coalesce(r.content_removed_at, now())'),

('message_links', 'message_id', 'messageId', NULL),
('message_links', 'hash', NULL, NULL),
('message_links', 'purpose', 'purpose', NULL),
('message_links', 'made_at', 'madeAt', NULL),

-- What is in force goes on holding for the number, which nothing but its keyed hash tells; and that
-- leads to no message.
('suppressions', 'number', 'phone', '''erased-'' || left(md5(gen_random_uuid()::text), 10)'),
('suppressions', 'number_mark', NULL, 'CASE WHEN r.released_at IS NULL THEN $3 END'),
('suppressions', 'reason', 'reason', NULL),
('suppressions', 'source', 'source', NULL),
('suppressions', 'note', 'note', ''''''),
('suppressions', 'added_by', 'addedBy', NULL),
('suppressions', 'added_at', 'addedAt', NULL),
('suppressions', 'released_by', 'releasedBy', NULL),
('suppressions', 'released_at', 'releasedAt', NULL),
('suppressions', 'release_note', 'releaseNote', 'CASE WHEN r.released_at IS NOT NULL THEN '''' END'),

('search_postings', 'word', NULL, NULL),
('message_search', 'customer', NULL, NULL),
('message_search', 'words', NULL, NULL),

('alerts', 'raised_at', 'raisedAt', NULL),
('alerts', 'kind', 'kind', NULL),
('alerts', 'subject', 'messageId', NULL),
('alerts', 'detail', 'detail', '''What was said here was removed.'''),
('alerts', 'path', NULL, NULL),
('alerts', 'acknowledged_by', NULL, NULL),

('alert_attempts', 'at', 'at', NULL),
('alert_attempts', 'answer', 'answer', ''''''),
('alert_attempts', 'problem', NULL, NULL),

('alert_deliveries', 'created_at', 'at', NULL),
('alert_deliveries', 'event', 'event', NULL),
('alert_deliveries', 'content', 'content',
 '(r.content - ''{note,transactionId,customerId}''::text[])
  || CASE WHEN r.content ? ''number'' THEN jsonb_build_object(''number'', $2) ELSE ''{}'' END
  || CASE WHEN r.content ? ''detail''
          THEN ''{"detail": "What was said here was removed."}''::jsonb ELSE ''{}'' END'),
('alert_deliveries', 'state', NULL, NULL),

('webhook_requests', 'at', 'at', NULL),
('webhook_requests', 'method', NULL, NULL),
('webhook_requests', 'path', 'path', NULL),
('webhook_requests', 'query', 'query', NULL),
('webhook_requests', 'source', 'source', NULL),
('webhook_requests', 'caller', 'caller', NULL),
('webhook_requests', 'content_type', NULL, NULL),
('webhook_requests', 'body', 'body', NULL),
('webhook_requests', 'answer', 'answer', NULL),
('webhook_requests', 'request_id', NULL, NULL),

('idempotent_answers', 'started_at', 'at', NULL),
('idempotent_answers', 'key', NULL,
 'CASE WHEN mentions(r.key, $1) THEN $2 || ''-'' || md5(random()::text) ELSE r.key END'),
('idempotent_answers', 'request_hash', NULL, NULL),
('idempotent_answers', 'media_type', NULL, NULL),
-- Whoever repeats the request still learns that it was answered.
('idempotent_answers', 'body', NULL,
 'convert_to(''{"success":true,"message":"Whom this was about was erased since."}'', ''UTF8'')'),

('retry_jobs', 'created_at', 'at', NULL),
-- A filter that finds nobody: without one it would find everybody.
('retry_jobs', 'filter', NULL,
 'r.filter || jsonb_build_object(''phone'', $2, ''search'', NULL)'),
('retry_jobs', 'state', NULL, NULL),
('retry_jobs', 'created_by', NULL, NULL);

INSERT INTO personal_tables (name, holds)
SELECT name, 'Settings of a business, in its people''s words.'
  FROM unnest('{alert_rules,alert_rule_targets,alert_targets,brandings,brand_logos,budgets,
                dealerships,provider_accounts,quiet_rules,report_schedules,retention,
                review_platforms,senders,sign_in_providers,template_versions,templates,
                tenant_settings,tenants,webhook_sources}'::text[]) AS t (name)
UNION ALL
SELECT name, 'People of the business and programs, who are no customers.'
  FROM unnest('{api_keys,invitations,letters,login_failures,password_resets,recovery_codes,
                report_deliveries,sessions,sign_in_identities,users}'::text[]) AS t (name)
UNION ALL
SELECT name, 'Who of the business changed what; numbers of customers are masked when it is written.'
  FROM unnest('{audit_heads,audit_log}'::text[]) AS t (name)
UNION ALL
SELECT name, 'Sums and the changes that they are made of, of no one person.'
  FROM unnest('{alert_samples,answer_changes,answer_sums,arrival_pace,budget_months,cost_sums,
                dealership_counts,delivery_sums,engagement_changes,engagement_counts,error_sums,
                hour_sums,hourly_counts,latency_sums,rating_changes,rating_sums,status_changes,
                total_counts,webhook_requests_unkept}'::text[]) AS t (name)
UNION ALL
SELECT name, 'What messages cost, by ids of ours and of providers.'
  FROM unnest('{charges,invoice_files,invoice_lines,ledger_accounts,ledger_entries,
                prices}'::text[]) AS t (name)
UNION ALL
SELECT name, 'How providers do, and the ways to them.'
  FROM unnest('{callback_paths,lanes,provider_health,provider_routes,provider_states,
                route_changes,search_queue}'::text[]) AS t (name)
UNION ALL
SELECT name, 'Archives: ids of ours and of files, and keyed hashes of numbers.'
  FROM unnest('{archive_keys,archives,removals,restored_content}'::text[]) AS t (name)
UNION ALL
VALUES ('data_keys', 'Keys of businesses, sealed.'), ('secrets_key', 'A fingerprint of a key.'),
       ('number_zones', 'Which zone a range of numbers is in, for everybody.'),
       ('personal_tables', 'This list.'), ('personal_columns', 'This list.');

-- A number of somebody who was erased, and whom nobody writes to: 32 bytes by a key of the business
-- that lies outside the database, and that the number cannot be told from without it.
ALTER TABLE suppressions ADD COLUMN number_mark bytea CHECK (octet_length(number_mark) = 32);
CREATE INDEX suppressions_by_mark ON suppressions (tenant_id, number_mark)
    WHERE number_mark IS NOT NULL;

-- What was erased of whom: the certificate, with nothing in it that says who it was.
CREATE TABLE erasures (
    id               uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id        integer     NOT NULL REFERENCES tenants ON DELETE CASCADE,
    number_mark      bytea       NOT NULL CHECK (octet_length(number_mark) = 32),
    erased_at        timestamptz NOT NULL DEFAULT now(),
    erased_by        text        NOT NULL,
    reason           text        NOT NULL,
    -- How many rows of each table, in their order.
    counts           jsonb       NOT NULL,
    cancelled_count  integer     NOT NULL,
    -- How many opt-outs go on holding, by the keyed hash alone.
    opt_out_count    integer     NOT NULL,
    -- How many records in archives became unreadable.
    archived_count   integer     NOT NULL
);
CREATE INDEX erasures_list ON erasures (tenant_id, erased_at DESC, id DESC);
CALL keep_tenants_apart('erasures');
GRANT SELECT ON erasures TO sms_function;
CALL holds_nothing_personal('erasures', 'What was erased, by keyed hashes of numbers.');

ALTER TABLE personal_tables ENABLE ROW LEVEL SECURITY;
ALTER TABLE personal_columns ENABLE ROW LEVEL SECURITY;

-- Everything that rows of a number are found by.
CREATE FUNCTION find_person(tenant integer, wanted text, digits text) RETURNS person
    LANGUAGE plpgsql STABLE AS $$
DECLARE
    whose person;
BEGIN
    whose.tenant_id := tenant;
    whose.number := wanted;
    whose.digits := digits;
    SELECT coalesce(array_agg(m.id), '{}'), coalesce(array_agg(t.external_id), '{}'),
           coalesce(array_agg(DISTINCT lower(t.customer_name))
                        FILTER (WHERE t.customer_name <> ''), '{}')
      INTO whose.messages, whose.transactions, whose.names
      FROM messages m JOIN transactions t ON t.id = m.transaction_id
     WHERE m.tenant_id = tenant AND m.recipient = wanted;
    whose.requests := ARRAY(
        SELECT e.detail ->> 'requestId' FROM message_events e
         WHERE e.message_id = ANY (whose.messages) AND e.detail ? 'requestId');
    whose.deliveries := ARRAY(
        SELECT d.id FROM alert_deliveries d
         WHERE d.tenant_id = tenant AND d.content ->> 'number' = wanted
         UNION
        SELECT d.id FROM alert_deliveries d JOIN alerts a ON a.id = d.alert_id
         WHERE a.tenant_id = tenant AND a.kind = 'low_rating'
           AND a.subject = ANY (whose.messages::text[]));
    RETURN whose;
END
$$;

-- The rows of a table that are the person's; some reports came for no business that is known.
CREATE FUNCTION persons_rows(t personal_tables) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$
    SELECT format('(r.tenant_id = ($1).tenant_id%s) AND (%s)',
                  CASE t.name WHEN 'delivery_reports' THEN ' OR r.tenant_id IS NULL' ELSE '' END,
                  t.found)
$$;

-- How much is known of a number of the connection's tenant, by table.
CREATE FUNCTION count_person(wanted text, digits text)
    RETURNS TABLE (name text, title text, count bigint, first_at timestamptz, last_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    whose person := find_person(current_tenant(), wanted, digits);
    t     personal_tables;
BEGIN
    FOR t IN SELECT * FROM personal_tables p WHERE p.found IS NOT NULL ORDER BY p.place LOOP
        RETURN QUERY EXECUTE format(
            'SELECT %L, %L, count(*), min(r.%I), max(r.%I) FROM %I r WHERE %s',
            t.name, t.title, t.moment, t.moment, t.name, persons_rows(t)) USING whose;
    END LOOP;
END
$$;

-- Everything that is known of a number of the connection's tenant: a JSON object for each row, in
-- the order in which the rows came to be.
CREATE FUNCTION copy_person(wanted text, digits text)
    RETURNS TABLE (title text, record text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    whose  person := find_person(current_tenant(), wanted, digits);
    t      personal_tables;
    fields text;
BEGIN
    FOR t IN SELECT * FROM personal_tables p WHERE p.found IS NOT NULL ORDER BY p.place LOOP
        SELECT string_agg(
                   format(CASE a.atttypid WHEN 'timestamptz'::regtype THEN '%L, iso8601(r.%I)'
                                          ELSE '%L, r.%I' END, c.label, c.column_name),
                   ', ' ORDER BY a.attnum)
          INTO fields
          FROM personal_columns c
          JOIN pg_attribute a ON a.attrelid = t.name::regclass AND a.attname = c.column_name
         WHERE c.table_name = t.name AND c.label IS NOT NULL;
        CONTINUE WHEN fields IS NULL;
        RETURN QUERY EXECUTE format(
            'SELECT %L, json_strip_nulls(json_build_object(%s))::text FROM %I r WHERE %s
              ORDER BY r.%I, r.ctid',
            t.title, fields, t.name, persons_rows(t), t.moment) USING whose;
    END LOOP;
END
$$;

-- Erases a number of the connection's tenant and answers the certificate's id.
--
-- Nothing may be under way to it any more, and its messages are locked. What took its place is drawn
-- anew each time and noted nowhere, so that rows of one person stay together and lead to nobody.
CREATE FUNCTION erase_person(
    wanted text, digits text, number_mark bytea, who text, why text, cancelled integer
) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    whose     person;
    successor text := 'erased-' || left(md5(gen_random_uuid()::text), 10);
    t         personal_tables;
    change    text;
    touched   bigint;
    counts    jsonb := '[]';
    opt_outs  integer;
    archived  integer := 0;
    made      uuid;
BEGIN
    -- Nobody makes these searchable meanwhile by names that were read before.
    LOCK TABLE search_queue IN SHARE ROW EXCLUSIVE MODE;
    whose := find_person(current_tenant(), wanted, digits);
    FOR t IN SELECT * FROM personal_tables p WHERE p.found IS NOT NULL ORDER BY p.place LOOP
        IF t.removes THEN
            EXECUTE format('DELETE FROM %I r WHERE %s', t.name, persons_rows(t)) USING whose;
        ELSE
            SELECT string_agg(format('%I = %s', c.column_name, c.erased), ', ') INTO change
              FROM personal_columns c WHERE c.table_name = t.name AND c.erased IS NOT NULL;
            EXECUTE format('UPDATE %I r SET %s WHERE %s', t.name, change, persons_rows(t))
              USING whose, successor, number_mark;
        END IF;
        GET DIAGNOSTICS touched = ROW_COUNT;
        counts := counts || jsonb_build_array(jsonb_build_object(
            'table', t.name, 'title', t.title, 'rows', touched, 'removed', t.removes));
    END LOOP;
    -- They are found by their transactions again.
    INSERT INTO search_queue (tenant_id, message_id)
    SELECT whose.tenant_id, m.id FROM messages m
     WHERE m.id = ANY (whose.messages)
       AND NOT EXISTS (SELECT FROM search_queue q WHERE q.message_id = m.id)
       AND NOT EXISTS (SELECT FROM status_changes c
                        WHERE c.message_id = m.id AND c.from_status IS NULL);
    SELECT count(DISTINCT (s.reason, s.source)) INTO opt_outs FROM suppressions s
     WHERE s.tenant_id = whose.tenant_id AND s.number_mark = erase_person.number_mark;
    -- Their part of archives is sealed with a key of theirs.
    DELETE FROM archive_keys k
     WHERE k.tenant_id = whose.tenant_id AND k.number_mark = erase_person.number_mark
    RETURNING k.records INTO archived;
    INSERT INTO erasures (tenant_id, number_mark, erased_by, reason, counts, cancelled_count,
                          opt_out_count, archived_count)
    VALUES (whose.tenant_id, number_mark, who, why, counts, cancelled, opt_outs,
            coalesce(archived, 0))
    RETURNING id INTO made;
    RETURN made;
END
$$;

REVOKE ALL ON FUNCTION find_person, persons_rows, count_person, copy_person, erase_person FROM PUBLIC;
REVOKE ALL ON PROCEDURE holds_nothing_personal FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_person, copy_person, erase_person TO sms_function;

COMMIT;
