-- Revert sms-tracker:retry-jobs from pg
BEGIN;
DROP TABLE retry_jobs;
COMMIT;
