-- Revert sms-tracker:own_quiet_hours from pg
BEGIN;
DROP FUNCTION next_allowed(text, integer, bigint, timestamptz);
DROP FUNCTION place_of(text);
CREATE FUNCTION next_allowed(recipient text, tenant integer, dealership bigint, moment timestamptz)
    RETURNS TABLE (at timestamptz, rule text, zones text[])
    LANGUAGE plpgsql STABLE ROWS 1 COST 10 AS $$
DECLARE
    digits CONSTANT text := substr(recipient, 2);
    place  number_zones;
    hours  quiet_rules;
    home   text;
    day    integer;
BEGIN
    IF recipient IS NULL THEN RETURN; END IF;
    SELECT * INTO place FROM number_zones n
     WHERE n.prefix = ANY (ARRAY[left(digits, 5), left(digits, 4), left(digits, 3),
                                 left(digits, 2), left(digits, 1)])
     ORDER BY length(n.prefix) DESC LIMIT 1;
    zones := coalesce(place.zones, ARRAY['UTC']);
    IF dealership IS NOT NULL THEN
        SELECT d.time_zone INTO home FROM dealerships d WHERE d.id = dealership;
        IF home IS NOT NULL AND home <> ALL (zones) THEN zones := zones || home; END IF;
    END IF;

    SELECT * INTO hours FROM quiet_rules r
     WHERE (r.tenant_id IS NULL OR r.tenant_id = tenant)
       AND (r.country IS NULL OR r.country = place.country)
       AND (r.region IS NULL OR r.region = place.region)
       AND r.effective_from <= moment
     ORDER BY r.tenant_id NULLS LAST, r.region NULLS LAST, r.country NULLS LAST, r.version DESC
     LIMIT 1;
    rule := concat_ws('-', coalesce(hours.country, 'general'), hours.region)
        || CASE WHEN hours.tenant_id IS NOT NULL THEN ' (own rule)' ELSE '' END;

    IF is_allowed(moment, zones, hours.opens, hours.closes) THEN
        at := moment;
    ELSE
        FOR at IN
            SELECT DISTINCT opening
              FROM unnest(zones) AS zone, generate_series(0, 8) AS ahead,
                   LATERAL (SELECT (moment AT TIME ZONE zone)::date + ahead AS date) d,
                   LATERAL (SELECT (date + hours.opens[extract(isodow FROM date)::integer])
                                       AT TIME ZONE zone AS opening) o
             WHERE opening > moment
             ORDER BY opening
        LOOP
            EXIT WHEN is_allowed(at, zones, hours.opens, hours.closes);
            at := NULL;
        END LOOP;
    END IF;
    day := extract(isodow FROM coalesce(at, moment) AT TIME ZONE zones[1]);
    rule := rule || ' '
        || coalesce(to_char(hours.opens[day], 'HH24:MI') || '-'
                    || to_char(hours.closes[day], 'HH24:MI'), 'never')
        || ', version ' || hours.version;
    RETURN NEXT;
END
$$;

REVOKE UPDATE (time_zone) ON dealerships FROM sms_function;
REVOKE SELECT, INSERT ON quiet_rules FROM sms_function;
DROP POLICY the_law ON quiet_rules;
COMMIT;
