-- Deploy sms-tracker:engagement to pg
-- requires: counts
-- requires: review_links
-- requires: routing
BEGIN;

-- The links that texts carry. A token is kept as its hash: who reads this table can open no page.
CREATE TABLE message_links (
    hash       bytea       PRIMARY KEY,
    tenant_id  integer     NOT NULL,
    message_id uuid        NOT NULL,
    -- Where it leads: to the platform that the message asks for, or to the customer's own page.
    purpose    text        NOT NULL CHECK (purpose IN ('review', 'feedback')),
    made_at    timestamptz NOT NULL DEFAULT now()
);

-- What the customer did with a message: one row for each message that anybody reacted to.
CREATE TABLE engagements (
    message_id    uuid        PRIMARY KEY,
    tenant_id     integer     NOT NULL,
    dealership_id bigint,
    -- The first time that a person, not a program that shows previews, followed a link.
    clicked_at    timestamptz,
    review_clicks integer     NOT NULL DEFAULT 0,
    page_views    integer     NOT NULL DEFAULT 0,
    -- Programs that fetched a link to show what is behind it.
    previews      integer     NOT NULL DEFAULT 0,
    stars         smallint    CHECK (stars BETWEEN 1 AND 5),
    comment       text        NOT NULL DEFAULT '' CHECK (char_length(comment) <= 2000),
    rated_at      timestamptz,
    changed_at    timestamptz,
    CHECK ((stars IS NULL) = (rated_at IS NULL)),
    CHECK (stars IS NULL OR clicked_at IS NOT NULL)
);
CREATE INDEX engagements_rated ON engagements (tenant_id, rated_at DESC, message_id DESC)
    WHERE stars IS NOT NULL;
CREATE INDEX engagements_by_stars ON engagements (tenant_id, stars, rated_at DESC, message_id DESC)
    WHERE stars IS NOT NULL;
CREATE INDEX engagements_by_dealership
    ON engagements (tenant_id, dealership_id, rated_at DESC, message_id DESC)
    WHERE stars IS NOT NULL;

-- Figures as those of deliveries: what is folded, and the journal of what is not folded yet. A
-- message counts on the day of its due time, where its delivery counts, so that the steps of a
-- funnel are about the same messages.
CREATE TABLE engagement_counts (
    tenant_id     integer NOT NULL,
    day           date    NOT NULL,
    -- 0 where the message has no dealership.
    dealership_id bigint  NOT NULL,
    -- Messages of which a link was followed.
    clicked       bigint  NOT NULL,
    -- Messages that were rated.
    rated         bigint  NOT NULL,
    -- The sum of their stars.
    stars         bigint  NOT NULL,
    PRIMARY KEY (tenant_id, day, dealership_id)
);

CREATE TABLE engagement_changes (
    id            bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id     integer  NOT NULL,
    day           date     NOT NULL,
    dealership_id bigint   NOT NULL,
    clicked       smallint NOT NULL,
    rated         smallint NOT NULL,
    stars         smallint NOT NULL
);

-- What happened stands in the journal and on the message's timeline, whoever wrote it.
CREATE FUNCTION journal_engagement() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    clicks  smallint := (NEW.clicked_at IS NOT NULL)::integer;
    ratings smallint := (NEW.stars IS NOT NULL)::integer;
    points  smallint := coalesce(NEW.stars, 0);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        clicks := clicks - (OLD.clicked_at IS NOT NULL)::integer;
        ratings := ratings - (OLD.stars IS NOT NULL)::integer;
        points := points - coalesce(OLD.stars, 0);
    END IF;
    IF clicks <> 0 OR ratings <> 0 OR points <> 0 THEN
        INSERT INTO engagement_changes (tenant_id, day, dealership_id, clicked, rated, stars)
        SELECT m.tenant_id, m.due_hour::date, coalesce(m.dealership_id, 0), clicks, ratings, points
          FROM messages m WHERE m.id = NEW.message_id;
    END IF;
    IF clicks > 0 THEN
        INSERT INTO message_events (tenant_id, message_id, kind)
        VALUES (NEW.tenant_id, NEW.message_id, 'clicked');
    END IF;
    IF ratings <> 0 OR points <> 0 THEN
        INSERT INTO message_events (tenant_id, message_id, kind, detail)
        VALUES (NEW.tenant_id, NEW.message_id, 'rated',
                jsonb_build_object('stars', NEW.stars::text));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER journal_engagement AFTER INSERT OR UPDATE ON engagements
    FOR EACH ROW EXECUTE FUNCTION journal_engagement();

CREATE FUNCTION current_engagement_counts()
    RETURNS TABLE (tenant_id integer, day date, dealership_id bigint, clicked bigint, rated bigint,
                   stars bigint)
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT tenant_id, day, dealership_id, clicked, rated, stars FROM engagement_counts
    UNION ALL
    SELECT tenant_id, day, dealership_id, clicked, rated, stars FROM engagement_changes
$$;

-- Whose a link is must be found before the tenant is known: one row by an exact value.
CREATE FUNCTION find_message_link(wanted bytea)
    RETURNS TABLE (tenant_id integer, message_id uuid, purpose text, made_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.tenant_id, l.message_id, l.purpose, l.made_at
      FROM message_links l WHERE l.hash = wanted
$$;
REVOKE ALL ON FUNCTION find_message_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_message_link TO sms_function;

-- Null: where the installation's own address is one of TLS.
ALTER TABLE tenant_settings ADD COLUMN short_links boolean;

CALL keep_tenants_apart('message_links');
CALL keep_tenants_apart('engagements');
CALL keep_tenants_apart('engagement_counts');
CALL keep_tenants_apart('engagement_changes');
GRANT INSERT, SELECT (hash) ON message_links TO sms_worker;
GRANT SELECT, INSERT, UPDATE ON engagements TO sms_function;
GRANT SELECT ON engagements TO sms_worker;
GRANT SELECT ON engagement_counts, engagement_changes TO sms_function, sms_worker;
GRANT INSERT, UPDATE ON engagement_counts TO sms_worker;
GRANT DELETE ON engagement_changes TO sms_worker;
-- A low rating is told where it is heard.
GRANT INSERT, UPDATE (detail) ON alerts TO sms_function;

COMMIT;
