-- Verify sms-tracker:guards on pg
BEGIN;
SELECT hold, valid_from FROM messages WHERE false;
SELECT quiet_hours, cap_messages, cap_days, validity_hours, stale_hours, burst_guard, shadow,
       provider_confirms_opt_out
  FROM tenant_settings WHERE false;
SELECT has_function_privilege('is_bursting(integer)', 'execute');
ROLLBACK;
