-- Revert sms-tracker:review_links from pg
BEGIN;
DROP FUNCTION review_scope;
ALTER TABLE messages DROP COLUMN review_platform, DROP COLUMN review_rotation;
ALTER TABLE tenant_settings DROP COLUMN review_rotation;
DROP TABLE review_platforms;
COMMIT;
