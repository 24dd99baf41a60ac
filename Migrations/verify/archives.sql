-- Verify sms-tracker:archives on pg
BEGIN;

SELECT tenant_id, number_mark, sealed_key, records, archive_ids FROM archive_keys WHERE false;
SELECT id, tenant_id, kind, file, records, bytes, sha256, first_at, last_at, made_at, restore_wanted_at,
       restore_wanted_by, restored_at, restored, unreadable, problem
  FROM archives WHERE false;
SELECT id, tenant_id, kind, noun, row_id FROM removals WHERE false;
SELECT noun, row_id, tenant_id, archive_id, keep_until FROM restored_content WHERE false;
SELECT 'begin_retention()'::regprocedure;

ROLLBACK;
