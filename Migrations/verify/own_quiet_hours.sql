-- Verify sms-tracker:own_quiet_hours on pg
BEGIN;
SELECT 1 / (opens[1] < closes[1])::integer
  FROM next_allowed('+12125551234', 1, NULL, '2026-01-15T15:00:00Z');
SELECT 1 / has_table_privilege('sms_function', 'quiet_rules', 'INSERT')::integer;
ROLLBACK;
