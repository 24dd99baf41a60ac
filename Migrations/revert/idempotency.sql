-- Revert sms-tracker:idempotency from pg
BEGIN;
DROP TABLE idempotent_answers;
COMMIT;
