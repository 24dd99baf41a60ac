-- Deploy sms-tracker:rating_totals to pg
-- requires: rating_lists
BEGIN;

-- Ratings are summed up from running totals, so that a million are no dearer than ten. The clock is
-- UTC: whoever asks has a clock of their own, and a business may change its. A day of any clock is
-- whole hours and at most two torn ones, whose ratings are counted.
CREATE TABLE rating_sums (
    tenant_id     integer     NOT NULL,
    -- 0 for all ratings, also of messages without a dealership.
    dealership_id bigint      NOT NULL,
    period        text        NOT NULL CHECK (period IN ('hour', 'day', 'month')),
    start         timestamptz NOT NULL,
    stars         smallint    NOT NULL,
    ratings       integer     NOT NULL,
    -- How many of them have words.
    comments      integer     NOT NULL,
    PRIMARY KEY (tenant_id, dealership_id, period, start, stars)
);

CREATE TABLE rating_changes (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id     integer     NOT NULL,
    dealership_id bigint,
    hour          timestamptz NOT NULL,
    stars         smallint    NOT NULL,
    ratings       smallint    NOT NULL,
    comments      smallint    NOT NULL
);

-- When the hour, day or month of a moment began.
CREATE FUNCTION period_start(period text, at timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT date_trunc(period, at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
$$;

-- The first that begins at a moment or after it.
CREATE FUNCTION next_period_start(period text, at timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (date_trunc(period, at AT TIME ZONE 'UTC' - interval '1 microsecond')
            + ('1 ' || period)::interval) AT TIME ZONE 'UTC'
$$;

-- What a rating counted for is taken away and what it counts for now is added: of other stars two
-- lines, of words alone one, of neither none.
CREATE FUNCTION journal_rating() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO rating_changes (tenant_id, dealership_id, hour, stars, ratings, comments)
    SELECT tenant_id, dealership_id, period_start('hour', rated_at), stars,
           sum(way), sum(CASE WHEN comment <> '' THEN way ELSE 0 END)
      FROM (VALUES (-1, OLD.tenant_id, OLD.dealership_id, OLD.rated_at, OLD.stars, OLD.comment),
                   (1, NEW.tenant_id, NEW.dealership_id, NEW.rated_at, NEW.stars, NEW.comment))
        AS version (way, tenant_id, dealership_id, rated_at, stars, comment)
     WHERE stars IS NOT NULL
     GROUP BY 1, 2, 3, 4
    HAVING sum(way) <> 0 OR sum(CASE WHEN comment <> '' THEN way ELSE 0 END) <> 0;
    RETURN NULL;
END
$$;

CREATE TRIGGER journal_rating
    AFTER INSERT OR DELETE OR UPDATE OF tenant_id, dealership_id, rated_at, stars, comment
    ON engagements FOR EACH ROW EXECUTE FUNCTION journal_rating();

-- Where a rating counts. A dealership has no hours: its days are small enough to be counted.
CREATE FUNCTION rating_periods(of_hour timestamptz, of_dealership bigint)
    RETURNS TABLE (dealership_id bigint, period text, start timestamptz)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT p.dealership_id, p.period, period_start(p.period, of_hour)
      FROM (VALUES (0::bigint, 'hour'), (0, 'day'), (0, 'month'),
                   (of_dealership, 'day'), (of_dealership, 'month')) p (dealership_id, period)
     WHERE p.dealership_id IS NOT NULL
$$;

-- Cuts a time into whole months, days and, unless days are the finest, hours, and into its torn ends,
-- which have no period.
CREATE FUNCTION rating_parts(since timestamptz, until timestamptz, finest text)
    RETURNS TABLE (period text, first timestamptz, next timestamptz)
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 7 AS $$
DECLARE
    -- What is not cut yet.
    rest_first timestamptz := coalesce(since, '-infinity');
    rest_next  timestamptz := coalesce(until, 'infinity');
    -- The whole periods in it; in a time too short for one they end before they begin.
    whole_first timestamptz;
    whole_next  timestamptz;
    wider text;
BEGIN
    FOREACH wider IN ARRAY '{hour,day,month}'::text[] LOOP
        CONTINUE WHEN wider = 'hour' AND finest <> 'hour';
        whole_first := next_period_start(wider, rest_first);
        whole_next := period_start(wider, rest_next);
        RETURN QUERY SELECT period, p.first, p.next
                       FROM (VALUES (rest_first, least(whole_first, rest_next)),
                                    (greatest(whole_first, whole_next), rest_next))
                         AS p (first, next) WHERE p.first < p.next;
        period := wider;
        rest_first := whole_first;
        rest_next := whole_next;
    END LOOP;
    IF rest_first < rest_next THEN
        RETURN QUERY SELECT period, rest_first, rest_next;
    END IF;
END
$$;

-- Makes the totals anew from the ratings: for those of before this change, and for whoever writes
-- past the trigger. Nobody rates meanwhile.
CREATE PROCEDURE recount_ratings() LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE engagements, rating_changes IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM rating_changes;
    DELETE FROM rating_sums;
    INSERT INTO rating_sums
    SELECT r.tenant_id, p.dealership_id, p.period, p.start, r.stars, sum(ratings), sum(comments)
      FROM (SELECT tenant_id, dealership_id, period_start('hour', rated_at) AS hour,
                   stars, count(*) AS ratings, count(*) FILTER (WHERE comment <> '') AS comments
              FROM engagements WHERE stars IS NOT NULL GROUP BY 1, 2, 3, 4) r
     CROSS JOIN LATERAL rating_periods(r.hour, r.dealership_id) p
     GROUP BY 1, 2, 3, 4, 5;
END
$$;
REVOKE ALL ON PROCEDURE recount_ratings FROM PUBLIC;
CALL recount_ratings();

CALL keep_tenants_apart('rating_sums');
CALL keep_tenants_apart('rating_changes');
GRANT SELECT ON rating_sums, rating_changes TO sms_function, sms_worker;
GRANT INSERT, UPDATE ON rating_sums TO sms_worker;
GRANT DELETE ON rating_changes TO sms_worker;

COMMIT;
