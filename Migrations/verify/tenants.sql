-- Verify sms-tracker:tenants on pg
BEGIN;
SELECT id, name, time_zone, default_region, currency, created_at FROM tenants WHERE false;
SELECT 1 / count(*) FROM pg_class WHERE oid = 'tenants'::regclass AND relrowsecurity;
SELECT current_tenant();
ROLLBACK;
