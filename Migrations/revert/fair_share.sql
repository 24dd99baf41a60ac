-- Revert sms-tracker:fair_share from pg
BEGIN;

DROP INDEX messages_due;
CREATE INDEX messages_due ON messages (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

COMMIT;
