-- Verify sms-tracker:review_links on pg
BEGIN;
SELECT version, dealership_id, name, url, weight FROM review_platforms WHERE false;
SELECT review_rotation FROM tenant_settings WHERE false;
SELECT review_platform, review_rotation FROM messages WHERE false;
ROLLBACK;
