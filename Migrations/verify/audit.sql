-- Verify sms-tracker:audit on pg
BEGIN;

SELECT tenant_id, seq, at, actor, address, action, object, before, after, previous_hash, hash
  FROM audit_log WHERE false;
SELECT tenant_id, seq, hash FROM audit_heads WHERE false;
SELECT audit_hash(entry) FROM audit_log entry WHERE false;
SELECT 1 / count(*) FROM pg_trigger WHERE tgname = 'audit_insert';

ROLLBACK;
