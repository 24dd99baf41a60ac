-- Verify sms-tracker:report_schedules on pg
BEGIN;
SELECT every, day, at, recipients, paper, enabled, next_at FROM report_schedules WHERE false;
SELECT schedule_id, address, from_day, to_day, asked_by, state, attempt_count, next_try_at, error
  FROM report_deliveries WHERE false;
SELECT has_function_privilege('sms_function', 'claim_report(integer)', 'EXECUTE');
ROLLBACK;
