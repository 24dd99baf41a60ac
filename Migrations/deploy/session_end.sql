-- Deploy sms-tracker:session_end to pg
-- requires: people
BEGIN;

-- Who logs in as somebody of another business in the same browser leaves the session before.
CREATE FUNCTION end_session(held_hash text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM sessions WHERE token_hash = held_hash
$$;

REVOKE ALL ON FUNCTION end_session FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_session TO sms_function;

COMMIT;
