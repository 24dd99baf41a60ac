-- Revert sms-tracker:tenants from pg
BEGIN;
DROP TABLE tenants;
DROP PROCEDURE keep_tenants_apart(regclass);
DROP FUNCTION harmless(text);
DROP FUNCTION iso8601(timestamptz);
DROP FUNCTION current_tenant();
COMMIT;
