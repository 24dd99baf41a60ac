-- Revert sms-tracker:session_end from pg
BEGIN;

DROP FUNCTION end_session;

COMMIT;
