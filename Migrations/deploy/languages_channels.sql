-- Deploy sms-tracker:languages_channels to pg
-- requires: templates
-- requires: suppressions
-- requires: ingest
-- requires: routing
BEGIN;

-- What the CRM says of the customer: the language, as the primary subtag of a BCP 47 tag, and how
-- the message is to come.
ALTER TABLE messages
    ADD COLUMN language text CHECK (language ~ '^[a-z]{2,3}$'),
    ADD COLUMN channel channel NOT NULL DEFAULT 'sms';
ALTER TYPE arriving_transaction ADD ATTRIBUTE language text, ADD ATTRIBUTE channel channel;

-- A text of a dealership, of a language, of both, or of neither. The one named default that says
-- most about a message is sent, and a dealership says more than a language.
ALTER TABLE templates
    ADD COLUMN language text CHECK (language ~ '^[a-z]{2,3}$');
DROP INDEX templates_by_name;
CREATE UNIQUE INDEX templates_by_name
    ON templates (tenant_id, name, coalesce(dealership_id, 0), coalesce(language, ''));

DROP FUNCTION save_template(integer, text, bigint, text, text);

-- Makes a text the current version, and says its number; the same text makes no new one.
CREATE FUNCTION save_template(
    tenant integer, template text, dealership bigint, body text, author text,
    spoken text DEFAULT NULL
) RETURNS integer
    LANGUAGE plpgsql AS $$
DECLARE
    kept templates;
BEGIN
    INSERT INTO templates AS t (tenant_id, name, dealership_id, language)
    VALUES (tenant, template, dealership, spoken)
    ON CONFLICT (tenant_id, name, coalesce(dealership_id, 0), coalesce(language, ''))
        DO UPDATE SET archived_at = NULL
    RETURNING t.* INTO kept;
    IF EXISTS (SELECT FROM template_versions v
                WHERE v.template_id = kept.id AND v.version = kept.current_version
                  AND v.text = body) THEN
        RETURN kept.current_version;
    END IF;
    INSERT INTO template_versions (tenant_id, template_id, version, text, created_by)
    VALUES (tenant, kept.id, kept.current_version + 1, body, author);
    UPDATE templates SET current_version = kept.current_version + 1 WHERE id = kept.id;
    RETURN kept.current_version + 1;
END
$$;

-- Stores what many requests brought, of any tenants, in one commit, and answers for each by its
-- place. A transaction that is there already stays as it was first told; its message is answered.
--
-- Rows go in by (tenant, external id), so that two calls with the same ids wait for each other
-- instead of locking each other out; of two in one batch the first one counts.
CREATE OR REPLACE FUNCTION ingest(batch jsonb)
    RETURNS TABLE (
        place integer, duplicate boolean, message_id uuid, status message_status, due_at timestamptz
    )
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stored   bigint;
    bursting integer[];
BEGIN
    SELECT array_agg(s.tenant_id) INTO bursting
      FROM (SELECT DISTINCT a.tenant_id
              FROM jsonb_populate_recordset(NULL::arriving_transaction, batch) a
             WHERE a.kind = 'transaction') present
      JOIN tenant_settings s ON s.tenant_id = present.tenant_id
     WHERE s.burst_guard AND is_bursting(s.tenant_id);

    INSERT INTO dealerships (tenant_id, name)
    SELECT DISTINCT a.tenant_id, a.dealership_name
      FROM jsonb_populate_recordset(NULL::arriving_transaction, batch) a
     WHERE a.dealership_name IS NOT NULL
       AND NOT EXISTS (SELECT FROM dealerships d
                        WHERE d.tenant_id = a.tenant_id AND d.name = a.dealership_name)
     ORDER BY a.tenant_id, a.dealership_name
    ON CONFLICT DO NOTHING;

    RETURN QUERY
    WITH arriving AS MATERIALIZED (
        SELECT a.*, d.id AS dealership_id, now() AS received_at,
               now() + CASE a.kind WHEN 'transaction' THEN s.delay_hours * interval '1 hour'
                                   ELSE interval '0' END AS due_at,
               CASE WHEN a.kind <> 'transaction' THEN NULL
                    WHEN s.stale_hours > 0
                         AND a.completed_at < now() - s.stale_hours * interval '1 hour' THEN 'stale'
                    WHEN a.tenant_id = ANY (bursting) THEN 'burst' END AS hold,
               t.time_zone
          FROM jsonb_populate_recordset(NULL::arriving_transaction, batch) a
          JOIN tenants t ON t.id = a.tenant_id
          JOIN tenant_settings s ON s.tenant_id = a.tenant_id
          LEFT JOIN dealerships d ON d.tenant_id = a.tenant_id AND d.name = a.dealership_name
    ), new_transactions AS (
        INSERT INTO transactions (
            id, tenant_id, external_id, customer_phone, customer_name, customer_id, sales_rep_name,
            dealership_id, amount_micros, currency, completed_at, received_at)
        SELECT a.transaction_id, a.tenant_id, a.external_id, a.customer_phone, a.customer_name,
               a.customer_id, a.sales_rep_name, a.dealership_id, a.amount_micros, a.currency,
               a.completed_at, a.received_at
          FROM arriving a
         ORDER BY a.tenant_id, a.external_id, a.place
        ON CONFLICT ON CONSTRAINT transactions_tenant_id_external_id_key DO NOTHING
        RETURNING id
    ), new_messages AS (
        INSERT INTO messages (
            id, tenant_id, transaction_id, kind, status, recipient, dealership_id, received_at,
            due_at, due_hour, next_attempt_at, hold, own_text, language, channel)
        SELECT a.message_id, a.tenant_id, a.transaction_id, a.kind, 'scheduled', a.customer_phone,
               a.dealership_id, a.received_at, a.due_at,
               date_trunc('hour', a.due_at AT TIME ZONE a.time_zone),
               CASE WHEN a.hold IS NULL THEN a.due_at END, a.hold, a.own_text, a.language,
               coalesce(a.channel, 'sms')
          FROM arriving a JOIN new_transactions n ON n.id = a.transaction_id
    ), new_events AS (
        INSERT INTO message_events (tenant_id, message_id, kind, detail)
        SELECT a.tenant_id, a.message_id, 'received',
               jsonb_strip_nulls(jsonb_build_object('dueAt', a.due_at, 'requestId', a.request_id))
          FROM arriving a JOIN new_transactions n ON n.id = a.transaction_id
         UNION ALL
        SELECT a.tenant_id, a.message_id, 'held', jsonb_build_object('reason', a.hold)
          FROM arriving a JOIN new_transactions n ON n.id = a.transaction_id
         WHERE a.hold IS NOT NULL
    )
    SELECT a.place, false, a.message_id, 'scheduled'::message_status, a.due_at
      FROM arriving a JOIN new_transactions n ON n.id = a.transaction_id;

    GET DIAGNOSTICS stored = ROW_COUNT;
    IF stored < jsonb_array_length(batch) THEN
        -- A new statement sees what others committed while the first one waited for them.
        RETURN QUERY
        SELECT a.place, true, m.id, m.status, m.due_at
          FROM jsonb_populate_recordset(NULL::arriving_transaction, batch) a
          JOIN transactions t ON t.tenant_id = a.tenant_id AND t.external_id = a.external_id
          JOIN messages m ON m.transaction_id = t.id
         WHERE t.id <> a.transaction_id;
    END IF;
END
$$;

COMMIT;
