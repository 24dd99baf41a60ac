-- Verify sms-tracker:webhook_sources on pg
BEGIN;

SELECT id, tenant_id, name, version, mapping, saved_at, saved_by, archived_at
  FROM webhook_sources WHERE false;

ROLLBACK;
