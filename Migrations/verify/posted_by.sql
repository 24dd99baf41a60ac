-- Verify sms-tracker:posted_by on pg
BEGIN;

SELECT posted_by, source FROM jsonb_populate_recordset(NULL::arriving_transaction, '[]');
SELECT FROM ingest('[]');
SELECT 1 / strpos(prosrc, 'a.posted_by') FROM pg_proc WHERE oid = 'ingest(jsonb)'::regprocedure;

ROLLBACK;
