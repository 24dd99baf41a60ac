-- Revert sms-tracker:counts from pg
BEGIN;
DROP FUNCTION current_total_counts(), current_dealership_counts(), current_hourly_counts();
DROP TRIGGER journal_changed ON messages;
DROP TRIGGER journal_new ON messages;
DROP FUNCTION journal_changed_messages(), journal_new_messages();
DROP TABLE status_changes, total_counts, dealership_counts, hourly_counts;
COMMIT;
