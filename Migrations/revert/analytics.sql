-- Revert sms-tracker:analytics from pg
BEGIN;
CREATE OR REPLACE FUNCTION journal_new_messages() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO status_changes (tenant_id, message_id, hour, dealership_id, to_status)
    SELECT tenant_id, id, due_hour, coalesce(dealership_id, 0), status FROM arrived;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION journal_changed_messages() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO status_changes (tenant_id, message_id, hour, dealership_id, from_status, to_status)
    SELECT n.tenant_id, n.id, n.due_hour, coalesce(n.dealership_id, 0), o.status, n.status
      FROM after_change n JOIN before_change o USING (id)
     WHERE n.status <> o.status;
    RETURN NULL;
END
$$;

DROP TRIGGER journal_opt_out ON suppressions;
DROP TRIGGER journal_reply ON inbound_messages;
DROP TRIGGER bill_messages ON invoice_lines;
DROP PROCEDURE recount_figures();
DROP FUNCTION journal_opt_out(), journal_reply(), bill_messages(), billed(uuid),
    local_day(integer, timestamptz), unfolded_figures(),
    figure_slices(date, bigint, text, text), latency_bucket(integer),
    delivery_milliseconds(message_status, timestamptz, timestamptz),
    failure_code(message_status, text);
DROP TABLE answer_changes, hour_sums, answer_sums, cost_sums, error_sums, latency_sums,
    delivery_sums;
DROP TYPE figure_slice;
-- A change of anything but the status tells the older counts nothing.
DELETE FROM status_changes WHERE from_status = to_status;
ALTER TABLE status_changes
    DROP COLUMN from_provider, DROP COLUMN to_provider, DROP COLUMN from_country,
    DROP COLUMN to_country, DROP COLUMN from_code, DROP COLUMN to_code, DROP COLUMN from_micros,
    DROP COLUMN to_micros, DROP COLUMN from_currency, DROP COLUMN to_currency,
    DROP COLUMN from_milliseconds, DROP COLUMN to_milliseconds, DROP COLUMN from_attempts,
    DROP COLUMN to_attempts;
ALTER TABLE messages DROP COLUMN billed_currency, DROP COLUMN billed_micros,
    DROP COLUMN IF EXISTS provider;
COMMIT;
