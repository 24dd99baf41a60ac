-- Revert sms-tracker:branding from pg
BEGIN;
REVOKE UPDATE (time_zone, default_region) ON tenants FROM sms_function;
DROP FUNCTION find_brand_logo;
DROP TABLE brand_logos, brandings;
COMMIT;
