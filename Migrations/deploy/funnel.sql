-- Deploy sms-tracker:funnel to pg
-- requires: analytics
-- requires: engagement
BEGIN;

-- What customers did with their messages is summed up as what they answered: by day and week, of
-- everything and of dealerships. Here the day is that of the message, so that the steps of the
-- funnel are about the same messages.
LOCK TABLE engagement_counts, engagement_changes IN SHARE ROW EXCLUSIVE MODE;
ALTER TABLE answer_sums
    ADD COLUMN clicked integer NOT NULL DEFAULT 0,
    ADD COLUMN rated   integer NOT NULL DEFAULT 0,
    -- The sum of the stars of those rated.
    ADD COLUMN stars   integer NOT NULL DEFAULT 0;
ALTER TABLE answer_changes
    ALTER COLUMN replies SET DEFAULT 0,
    ALTER COLUMN opt_outs SET DEFAULT 0,
    ADD COLUMN clicked integer NOT NULL DEFAULT 0,
    ADD COLUMN rated   integer NOT NULL DEFAULT 0,
    ADD COLUMN stars   integer NOT NULL DEFAULT 0;

CREATE FUNCTION journal_funnel() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO answer_changes (tenant_id, day, dealership_id, clicked, rated, stars)
    VALUES (NEW.tenant_id, NEW.day, NEW.dealership_id, NEW.clicked, NEW.rated, NEW.stars);
    RETURN NULL;
END
$$;
CREATE TRIGGER journal_funnel AFTER INSERT ON engagement_changes
    FOR EACH ROW EXECUTE FUNCTION journal_funnel();

INSERT INTO answer_changes (tenant_id, day, dealership_id, clicked, rated, stars)
SELECT tenant_id, day, dealership_id, sum(clicked), sum(rated), sum(stars)
  FROM current_engagement_counts() GROUP BY 1, 2, 3;

COMMIT;
