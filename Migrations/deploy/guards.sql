-- Deploy sms-tracker:guards to pg
-- requires: messages
-- requires: settings
BEGIN;

-- What a tenant decides about when a message may leave; 0 turns a rule off.
ALTER TABLE tenant_settings
    -- Null: as the installation has it.
    ADD COLUMN quiet_hours               boolean,
    ADD COLUMN cap_messages              integer NOT NULL DEFAULT 0 CHECK (cap_messages BETWEEN 0 AND 100),
    ADD COLUMN cap_days                  integer NOT NULL DEFAULT 30 CHECK (cap_days BETWEEN 1 AND 365),
    ADD COLUMN validity_hours            integer NOT NULL DEFAULT 72 CHECK (validity_hours BETWEEN 1 AND 720),
    ADD COLUMN stale_hours               integer NOT NULL DEFAULT 0 CHECK (stale_hours BETWEEN 0 AND 8760),
    ADD COLUMN burst_guard               boolean NOT NULL DEFAULT true,
    ADD COLUMN shadow                    boolean NOT NULL DEFAULT false,
    ADD COLUMN provider_confirms_opt_out boolean NOT NULL DEFAULT true;

ALTER TABLE messages
    -- Why a scheduled message waits for a person; next_attempt_at is null then.
    ADD COLUMN hold       text CHECK (hold IS NULL OR next_attempt_at IS NULL),
    -- From when its validity counts, after a person took it up again; else from due_at.
    ADD COLUMN valid_from timestamptz;
CREATE INDEX messages_held ON messages (tenant_id, received_at DESC, id DESC)
    WHERE hold IS NOT NULL;

-- Whether each tenant is flooded, looked at every few seconds and not at every request.
CREATE TABLE arrival_pace (
    tenant_id  integer     PRIMARY KEY,
    checked_at timestamptz NOT NULL,
    is_burst   boolean     NOT NULL
);
CALL keep_tenants_apart('arrival_pace');

-- Whether far more came in the last hour than this tenant's last seven days make likely. Without
-- seven days of its own there is nothing to compare with.
--
-- Whoever comes first after ten seconds looks anew; the others go by what was found last.
CREATE FUNCTION is_bursting(tenant integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last   arrival_pace;
    normal bigint := 200;
BEGIN
    SELECT * INTO last FROM arrival_pace p WHERE p.tenant_id = tenant;
    IF last.checked_at > now() - interval '10 seconds'
        OR NOT pg_try_advisory_xact_lock(hashtext('arrival_pace'), tenant)
    THEN
        RETURN coalesce(last.is_burst, false);
    END IF;
    last.is_burst := false;
    -- So many at all within the hour? Only then is the rest worth reading.
    IF (SELECT m.received_at > now() - interval '1 hour' FROM messages m
         WHERE m.tenant_id = tenant ORDER BY m.received_at DESC, m.id DESC OFFSET 200 LIMIT 1)
        AND EXISTS (SELECT FROM messages m
                     WHERE m.tenant_id = tenant AND m.received_at < now() - interval '7 days')
    THEN
        SELECT greatest(normal, 10 * count(*) / 168) INTO normal FROM messages m
         WHERE m.tenant_id = tenant AND m.received_at <= now() - interval '1 hour'
           AND m.received_at > now() - interval '7 days';
        last.is_burst := coalesce(
            (SELECT m.received_at > now() - interval '1 hour' FROM messages m
              WHERE m.tenant_id = tenant
              ORDER BY m.received_at DESC, m.id DESC OFFSET normal LIMIT 1), false);
    END IF;
    INSERT INTO arrival_pace VALUES (tenant, now(), last.is_burst)
    ON CONFLICT (tenant_id) DO UPDATE SET checked_at = now(), is_burst = excluded.is_burst;
    RETURN last.is_burst;
END
$$;
REVOKE ALL ON FUNCTION is_bursting(integer) FROM PUBLIC;

COMMIT;
