-- Revert sms-tracker:report_schedules from pg
BEGIN;
DROP TRIGGER reschedule_reports ON tenants;
DROP FUNCTION reschedule_reports, claim_report, plan_reports, report_days, next_report_at;
DROP TABLE report_deliveries, report_schedules;
COMMIT;
