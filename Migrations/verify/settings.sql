-- Verify sms-tracker:settings on pg
BEGIN;
SELECT message_template, delay_hours, retry_attempts, retry_delay_minutes, batch_size
  FROM tenant_settings WHERE false;
ROLLBACK;
