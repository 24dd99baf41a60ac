-- Deploy sms-tracker:own_quiet_hours to pg
-- requires: quiet_hours
BEGIN;

-- Functions read the law, and read and add to their tenant's own rules; nobody changes a version.
CREATE POLICY the_law ON quiet_rules FOR SELECT TO sms_function
    USING (tenant_id IS NULL AND current_tenant() > 0);
GRANT SELECT, INSERT ON quiet_rules TO sms_function;
GRANT UPDATE (time_zone) ON dealerships TO sms_function;

-- Where the holder of a number may be; no row where the digits tell nothing.
CREATE FUNCTION place_of(recipient text) RETURNS SETOF number_zones
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
    SELECT n.* FROM number_zones n
     WHERE n.prefix = ANY (ARRAY[substr(recipient, 2, 5), substr(recipient, 2, 4),
                                 substr(recipient, 2, 3), substr(recipient, 2, 2),
                                 substr(recipient, 2, 1)])
     ORDER BY length(n.prefix) DESC LIMIT 1
$$;

-- The same question as before, with the hours that the answer follows from: those that both the law
-- and the tenant's own rule allow. So an own rule can make the hours shorter and never longer,
-- whatever stands in it.
--
-- Of several laws, and of several own rules, a region's goes before its country's, and then the
-- newest version that is in force. The first allowed moment is either this one or an opening in one
-- of the zones, so only those are tried.
DROP FUNCTION next_allowed(text, integer, bigint, timestamptz);
CREATE FUNCTION next_allowed(recipient text, tenant integer, dealership bigint, moment timestamptz)
    RETURNS TABLE (at timestamptz, rule text, zones text[], law_id integer, own_id integer,
                   opens time[], closes time[])
    LANGUAGE plpgsql STABLE ROWS 1 COST 10 AS $$
DECLARE
    place     number_zones;
    law       quiet_rules;
    own       quiet_rules;
    home      text;
    day       integer;
    is_narrow boolean := false;
BEGIN
    IF recipient IS NULL THEN RETURN; END IF;
    SELECT * INTO place FROM place_of(recipient);
    zones := coalesce(place.zones, ARRAY['UTC']);
    IF dealership IS NOT NULL THEN
        SELECT d.time_zone INTO home FROM dealerships d WHERE d.id = dealership;
        IF home IS NOT NULL AND home <> ALL (zones) THEN zones := zones || home; END IF;
    END IF;

    SELECT * INTO law FROM quiet_rules r
     WHERE coalesce(r.tenant_id, 0) = 0
       AND coalesce(r.country, '') IN ('', place.country)
       AND coalesce(r.region, '') IN ('', place.region)
       AND r.effective_from <= moment
     ORDER BY r.region NULLS LAST, r.country NULLS LAST, r.version DESC LIMIT 1;
    SELECT * INTO own FROM quiet_rules r
     WHERE coalesce(r.tenant_id, 0) = tenant AND r.tenant_id IS NOT NULL
       AND coalesce(r.country, '') IN ('', place.country)
       AND coalesce(r.region, '') IN ('', place.region)
       AND r.effective_from <= moment
     ORDER BY r.region NULLS LAST, r.country NULLS LAST, r.version DESC LIMIT 1;
    law_id := law.id;
    own_id := own.id;
    opens := law.opens;
    closes := law.closes;
    IF own_id IS NOT NULL THEN
        FOR day IN 1..7 LOOP
            opens[day] := greatest(opens[day], own.opens[day]);
            closes[day] := least(closes[day], own.closes[day]);
            -- Nothing is left of this day, or one of the two has no hours in it.
            IF law.opens[day] IS NULL OR own.opens[day] IS NULL OR opens[day] >= closes[day] THEN
                opens[day] := NULL;
                closes[day] := NULL;
            END IF;
        END LOOP;
        is_narrow := opens IS DISTINCT FROM law.opens OR closes IS DISTINCT FROM law.closes;
    END IF;

    IF is_allowed(moment, zones, opens, closes) THEN
        at := moment;
    ELSE
        FOR at IN
            SELECT DISTINCT opening
              FROM unnest(zones) AS zone, generate_series(0, 8) AS ahead,
                   LATERAL (SELECT (moment AT TIME ZONE zone)::date + ahead AS date) d,
                   LATERAL (SELECT (date + opens[extract(isodow FROM date)::integer])
                                       AT TIME ZONE zone AS opening) o
             WHERE opening > moment
             ORDER BY opening
        LOOP
            EXIT WHEN is_allowed(at, zones, opens, closes);
            at := NULL;
        END LOOP;
    END IF;
    day := extract(isodow FROM coalesce(at, moment) AT TIME ZONE zones[1]);
    rule := concat_ws('-', coalesce(law.country, 'general'), law.region)
        || CASE WHEN is_narrow THEN ' (own rule)' ELSE '' END || ' '
        || coalesce(to_char(opens[day], 'HH24:MI') || '-' || to_char(closes[day], 'HH24:MI'),
                    'never')
        || ', version ' || CASE WHEN is_narrow THEN own.version ELSE law.version END;
    RETURN NEXT;
END
$$;

COMMIT;
