-- Verify sms-tracker:conversations on pg
BEGIN;
SELECT handled_by, handled_at FROM inbound_messages WHERE false;
ROLLBACK;
