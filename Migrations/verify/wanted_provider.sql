-- Verify sms-tracker:wanted_provider on pg
BEGIN;

SELECT wanted_provider FROM messages WHERE false;

ROLLBACK;
