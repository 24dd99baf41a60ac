-- Deploy sms-tracker:transitions to pg
-- requires: messages
BEGIN;

CREATE FUNCTION refuse_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a message that is % does not become %', OLD.status, NEW.status
        USING ERRCODE = 'check_violation', CONSTRAINT = 'message_transitions';
END
$$;

-- The table of DeliveryStatus.successors, as a condition: a change that is listed calls no function.
CREATE TRIGGER message_transitions BEFORE UPDATE OF status ON messages
    FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status AND NOT CASE OLD.status
        WHEN 'scheduled' THEN NEW.status <> 'unknown'
        WHEN 'queued'    THEN NEW.status <> 'suppressed'
        WHEN 'sending'   THEN NEW.status <> 'suppressed'
        WHEN 'sent'      THEN NEW.status <> 'suppressed'
        WHEN 'unknown'   THEN NEW.status <> 'suppressed'
        WHEN 'cancelled' THEN NEW.status NOT IN ('unknown', 'expired', 'suppressed')
        WHEN 'expired'   THEN NEW.status NOT IN ('unknown', 'suppressed')
        WHEN 'failed'    THEN NEW.status NOT IN ('unknown', 'suppressed')
        WHEN 'undelivered' THEN NEW.status IN ('scheduled', 'queued', 'sending', 'sent', 'delivered')
        WHEN 'suppressed'  THEN NEW.status IN ('queued', 'sending', 'sent', 'delivered')
        ELSE false
    END)
    EXECUTE FUNCTION refuse_transition();

ALTER TABLE attempts
    -- The time from ended_at to this is what routing scores providers by.
    ADD COLUMN delivered_at timestamptz,
    -- How the provider's adapter judged the error; a code means different things to different ones.
    ADD COLUMN error_class  text;

COMMIT;
