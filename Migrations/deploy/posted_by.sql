-- Deploy sms-tracker:posted_by to pg
-- requires: languages_channels
BEGIN;

-- A transaction says who brought it, for ever: the log of requests, which says so too, is kept for
-- days. It stands on the timeline, which is written with every transaction anyway.
ALTER TYPE arriving_transaction ADD ATTRIBUTE posted_by text, ADD ATTRIBUTE source text;

-- The function stays as it is but for what it notes.
DO $$
DECLARE
    code CONSTANT text := pg_get_functiondef('ingest(jsonb)'::regprocedure);
    said CONSTANT text := '''requestId'', a.request_id))';
BEGIN
    IF strpos(code, said) = 0 THEN
        RAISE EXCEPTION 'ingest() notes no requests';
    END IF;
    EXECUTE replace(code, said,
                    '''requestId'', a.request_id, ''by'', a.posted_by, ''source'', a.source))');
END
$$;

COMMIT;
