-- Revert sms-tracker:posted_by from pg
BEGIN;

DO $$
BEGIN
    EXECUTE replace(pg_get_functiondef('ingest(jsonb)'::regprocedure),
                    ', ''by'', a.posted_by, ''source'', a.source))', '))');
END
$$;
ALTER TYPE arriving_transaction DROP ATTRIBUTE posted_by, DROP ATTRIBUTE source;

COMMIT;
