-- Revert sms-tracker:archives from pg
BEGIN;

DROP TRIGGER begin_retention ON tenants;
DROP FUNCTION begin_retention;
DROP TRIGGER audit_delete ON retention;
DROP TRIGGER audit_update ON retention;
DROP TRIGGER audit_insert ON retention;
-- What was audited would wait for the end, and no table is altered before.
DELETE FROM retention WHERE chosen_by IS NULL;
ALTER TABLE retention ALTER COLUMN chosen_by SET NOT NULL;
CALL audit('retention', 'retention', 'INSERT OR DELETE OR UPDATE OF days');

REVOKE DELETE ON message_search FROM sms_worker;
REVOKE INSERT ON search_queue FROM sms_worker;
DROP TABLE restored_content, removals, archives, archive_keys;

COMMIT;
