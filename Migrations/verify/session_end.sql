-- Verify sms-tracker:session_end on pg
BEGIN;

SELECT 'end_session(text)'::regprocedure;

ROLLBACK;
