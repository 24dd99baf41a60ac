-- Verify sms-tracker:templates on pg
BEGIN;
SELECT name, dealership_id, current_version, archived_at FROM templates WHERE false;
SELECT version, text, created_at, created_by FROM template_versions WHERE false;
SELECT template_version_id FROM messages WHERE false;
ROLLBACK;
