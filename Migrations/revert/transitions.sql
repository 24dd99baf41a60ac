-- Revert sms-tracker:transitions from pg
BEGIN;
ALTER TABLE attempts DROP COLUMN delivered_at, DROP COLUMN error_class;
DROP TRIGGER message_transitions ON messages;
DROP FUNCTION refuse_transition();
COMMIT;
