-- Verify sms-tracker:shadow_approval on pg
BEGIN;

SELECT leaves_shadow FROM messages WHERE false;

ROLLBACK;
