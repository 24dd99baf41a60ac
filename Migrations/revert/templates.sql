-- Revert sms-tracker:templates from pg
BEGIN;
DROP TRIGGER version_message_template ON tenant_settings;
DROP FUNCTION version_message_template;
DROP FUNCTION save_template;
ALTER TABLE messages DROP COLUMN template_version_id;
DROP TABLE template_versions;
DROP TABLE templates;
COMMIT;
