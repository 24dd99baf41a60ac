-- Verify sms-tracker:counts on pg
BEGIN;
SELECT tenant_id, hour, status, messages FROM current_hourly_counts() WHERE false;
SELECT tenant_id, day, dealership_id, status, messages FROM current_dealership_counts() WHERE false;
SELECT tenant_id, status, messages FROM current_total_counts() WHERE false;
SELECT id, message_id, from_status, to_status FROM status_changes WHERE false;
ROLLBACK;
