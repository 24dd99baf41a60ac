-- Verify sms-tracker:quiet_hours on pg
BEGIN;
SELECT 1 / (count(*) > 400)::integer FROM number_zones;
SELECT 1 / (at >= now())::integer FROM next_allowed('+12125551234', 1, NULL, now());
ROLLBACK;
