-- Revert sms-tracker:audit from pg
BEGIN;

DROP FUNCTION audit_row, audit_prices CASCADE;
DROP PROCEDURE audit;
DROP FUNCTION audit_part, audit_verb, audit_name, audit_view, audited, masked_number, note_audit,
              append_audit, audit_hash;
REVOKE UPDATE (kind, area_code, segments_per_second) ON senders FROM sms_function;
DROP TABLE audit_log, audit_heads;

COMMIT;
