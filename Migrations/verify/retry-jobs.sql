-- Verify sms-tracker:retry-jobs on pg
BEGIN;
SELECT id, filter, state, total, done, failed FROM retry_jobs WHERE false;
ROLLBACK;
