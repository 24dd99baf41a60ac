-- Revert sms-tracker:retention from pg
BEGIN;

REVOKE UPDATE (customer_name, sales_rep_name) ON transactions FROM sms_worker;
REVOKE UPDATE (detail) ON message_events FROM sms_worker;
REVOKE UPDATE (raw) ON delivery_reports FROM sms_worker;
REVOKE UPDATE (comment, content_removed_at) ON engagements FROM sms_worker;
REVOKE UPDATE (customer, words) ON message_search FROM sms_worker;
REVOKE DELETE ON search_postings FROM sms_worker;

CREATE OR REPLACE FUNCTION sweep_webhook_requests(newest integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM webhook_requests WHERE at < now() - interval '7 days';
    DELETE FROM webhook_requests_unkept WHERE hour < now() - interval '7 days';
    DELETE FROM webhook_requests r
     USING tenants t
     WHERE r.tenant_id = t.id
       AND r.id <= (SELECT o.id FROM webhook_requests o WHERE o.tenant_id = t.id
                     ORDER BY o.id DESC OFFSET newest LIMIT 1);
$$;

DROP FUNCTION coming_night(integer);
DROP INDEX inbound_messages_with_content;
-- What was removed does not come back.
ALTER TABLE engagements DROP COLUMN content_removed_at;
ALTER TABLE inbound_messages DROP COLUMN content_removed_at;
ALTER TABLE messages DROP COLUMN content_removed_at;
DROP TABLE retention;

COMMIT;
