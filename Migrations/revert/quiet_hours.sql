-- Revert sms-tracker:quiet_hours from pg
BEGIN;
DROP FUNCTION next_allowed(text, integer, bigint, timestamptz);
DROP FUNCTION is_allowed(timestamptz, text[], time[], time[]);
DROP TABLE number_zones, quiet_rules;
ALTER TABLE dealerships DROP COLUMN time_zone;
COMMIT;
