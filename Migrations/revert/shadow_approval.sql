-- Revert sms-tracker:shadow_approval from pg
BEGIN;

-- Without a person's leave none of these may go, and nothing else would end them.
UPDATE messages SET status = 'cancelled', hold = NULL, finished_at = now() WHERE hold = 'shadow';
ALTER TABLE messages DROP COLUMN leaves_shadow;

COMMIT;
