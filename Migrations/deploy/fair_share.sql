-- Deploy sms-tracker:fair_share to pg
-- requires: messages
BEGIN;

-- Dispatch takes up what is due of each business in turn, so it looks for one business at a time.
DROP INDEX messages_due;
CREATE INDEX messages_due ON messages (tenant_id, next_attempt_at)
    WHERE next_attempt_at IS NOT NULL;

COMMIT;
