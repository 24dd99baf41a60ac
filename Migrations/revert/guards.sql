-- Revert sms-tracker:guards from pg
BEGIN;
DROP FUNCTION is_bursting(integer);
DROP TABLE arrival_pace;
ALTER TABLE messages DROP COLUMN hold, DROP COLUMN valid_from;
ALTER TABLE tenant_settings
    DROP COLUMN quiet_hours, DROP COLUMN cap_messages, DROP COLUMN cap_days,
    DROP COLUMN validity_hours, DROP COLUMN stale_hours, DROP COLUMN burst_guard,
    DROP COLUMN shadow, DROP COLUMN provider_confirms_opt_out;
COMMIT;
