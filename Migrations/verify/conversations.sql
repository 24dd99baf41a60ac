-- Verify sms-tracker:conversations on pg
BEGIN;
SELECT handled_by, handled_at, sender_name FROM inbound_messages WHERE false;
ROLLBACK;
