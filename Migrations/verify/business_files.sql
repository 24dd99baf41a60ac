-- Verify sms-tracker:business_files on pg
BEGIN;

SELECT rows_gone_at FROM business_removals WHERE false;
SELECT business_without_rows();
SELECT end_business_removal(0);
SELECT 1 / strpos(prosrc, 'rows_gone_at') FROM pg_proc WHERE oid = 'remove_business_rows(integer)'::regprocedure;

ROLLBACK;
