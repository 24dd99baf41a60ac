-- Deploy sms-tracker:counts to pg
-- requires: messages
BEGIN;

-- Figures are sums of two parts, read in one statement and so exact at every moment: what has been
-- folded into the counts, and the journal of changes not folded yet. Nothing that serves a request
-- ever updates a shared row; `maintain` alone folds.

CREATE TABLE hourly_counts (
    tenant_id integer        NOT NULL,
    hour      timestamp      NOT NULL,
    status    message_status NOT NULL,
    messages  bigint         NOT NULL,
    PRIMARY KEY (tenant_id, hour, status)
);

-- Hours times dealerships would be too many to add up while a page waits: dealerships have days.
CREATE TABLE dealership_counts (
    tenant_id     integer        NOT NULL,
    day           date           NOT NULL,
    dealership_id bigint         NOT NULL,
    status        message_status NOT NULL,
    messages      bigint         NOT NULL,
    PRIMARY KEY (tenant_id, day, dealership_id, status)
);

CREATE TABLE total_counts (
    tenant_id integer        NOT NULL,
    status    message_status NOT NULL,
    messages  bigint         NOT NULL,
    PRIMARY KEY (tenant_id, status)
);

CREATE TABLE status_changes (
    id            bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id     integer        NOT NULL,
    message_id    uuid           NOT NULL,
    hour          timestamp      NOT NULL,
    dealership_id bigint         NOT NULL,
    from_status   message_status,
    to_status     message_status NOT NULL
);

-- The database itself writes the journal, so no code can forget to count.
CREATE FUNCTION journal_new_messages() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO status_changes (tenant_id, message_id, hour, dealership_id, to_status)
    SELECT tenant_id, id, due_hour, coalesce(dealership_id, 0), status FROM arrived;
    RETURN NULL;
END
$$;

CREATE FUNCTION journal_changed_messages() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO status_changes (tenant_id, message_id, hour, dealership_id, from_status, to_status)
    SELECT n.tenant_id, n.id, n.due_hour, coalesce(n.dealership_id, 0), o.status, n.status
      FROM after_change n JOIN before_change o USING (id)
     WHERE n.status <> o.status;
    RETURN NULL;
END
$$;

CREATE TRIGGER journal_new AFTER INSERT ON messages
    REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION journal_new_messages();

CREATE TRIGGER journal_changed AFTER UPDATE ON messages
    REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION journal_changed_messages();

-- What was rolled up and what was not yet. Functions and no views, because a view reads with the
-- rights of its owner, whom no tenant rule binds; the planner puts their text into the query.
CREATE FUNCTION current_hourly_counts()
    RETURNS TABLE (tenant_id integer, hour timestamp, status message_status, messages bigint)
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT tenant_id, hour, status, messages FROM hourly_counts
    UNION ALL
    SELECT tenant_id, hour, to_status, 1 FROM status_changes
    UNION ALL
    SELECT tenant_id, hour, from_status, -1 FROM status_changes WHERE from_status IS NOT NULL
$$;

CREATE FUNCTION current_dealership_counts()
    RETURNS TABLE (tenant_id integer, day date, dealership_id bigint, status message_status,
                   messages bigint)
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT tenant_id, day, dealership_id, status, messages FROM dealership_counts
    UNION ALL
    SELECT tenant_id, hour::date, dealership_id, to_status, 1 FROM status_changes
    UNION ALL
    SELECT tenant_id, hour::date, dealership_id, from_status, -1 FROM status_changes
     WHERE from_status IS NOT NULL
$$;

CREATE FUNCTION current_total_counts()
    RETURNS TABLE (tenant_id integer, status message_status, messages bigint)
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT tenant_id, status, messages FROM total_counts
    UNION ALL
    SELECT tenant_id, to_status, 1 FROM status_changes
    UNION ALL
    SELECT tenant_id, from_status, -1 FROM status_changes WHERE from_status IS NOT NULL
$$;

CALL keep_tenants_apart('hourly_counts');
CALL keep_tenants_apart('dealership_counts');
CALL keep_tenants_apart('total_counts');
CALL keep_tenants_apart('status_changes');
GRANT SELECT ON hourly_counts, dealership_counts, total_counts, status_changes
    TO sms_function, sms_worker;
GRANT INSERT, UPDATE ON hourly_counts, dealership_counts, total_counts TO sms_worker;
GRANT DELETE ON status_changes TO sms_worker;

COMMIT;
