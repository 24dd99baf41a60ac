-- Revert sms-tracker:report_schedules from pg
BEGIN;
DROP TRIGGER report_rule ON tenants;
DROP FUNCTION give_report_rule;
DROP INDEX alert_rules_of_reports;
DELETE FROM alert_rules WHERE kind = 'reportNotSent';
ALTER TABLE alert_rules DROP CONSTRAINT alert_rules_kind_check;
ALTER TABLE alert_rules ADD CONSTRAINT alert_rules_kind_check CHECK (kind IN (
    'failureRate', 'errorCode', 'silence', 'queueAge', 'budgetShare', 'lowRating',
    'providerPaused', 'providerFailing', 'callbackPathBroken', 'targetDisabled'));
DROP TRIGGER reschedule_reports ON tenants;
DROP FUNCTION reschedule_reports, claim_report, plan_reports, report_days, next_report_at;
DROP TABLE report_deliveries, report_schedules;
COMMIT;
