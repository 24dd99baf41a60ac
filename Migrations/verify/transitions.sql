-- Verify sms-tracker:transitions on pg
BEGIN;
SELECT delivered_at, error_class FROM attempts WHERE false;
SELECT 1 / count(*) FROM pg_trigger WHERE tgname = 'message_transitions';
ROLLBACK;
