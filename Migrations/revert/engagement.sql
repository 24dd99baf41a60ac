-- Revert sms-tracker:engagement from pg
BEGIN;
REVOKE INSERT, UPDATE (detail) ON alerts FROM sms_function;
ALTER TABLE tenant_settings DROP COLUMN short_links;
DROP FUNCTION find_message_link, current_engagement_counts;
DROP TABLE engagement_changes, engagement_counts, engagements, message_links;
DROP FUNCTION journal_engagement;
COMMIT;
