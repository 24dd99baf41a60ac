-- Deploy sms-tracker:quiet_hours to pg
-- requires: guards
BEGIN;

-- A dealership's own zone is evidence of where its customers are.
ALTER TABLE dealerships ADD COLUMN time_zone text;

-- When a message may leave, by the recipient's clock: law and practice, and above them what a tenant
-- has decided for itself. Arrays have an element for each day from Monday to Sunday; null is a day
-- without any hour. A new version takes effect by its date and leaves the old one readable.
--
-- No rule opens before four, so that no opening falls into an hour which a change of the clocks
-- skips or repeats.
CREATE TABLE quiet_rules (
    id             integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version        integer NOT NULL,
    effective_from date    NOT NULL,
    -- Null: the law, which is everyone's.
    tenant_id      integer,
    -- Null: everywhere.
    country        text,
    region         text,
    category       text    NOT NULL DEFAULT 'marketing',
    opens          time[]  NOT NULL CHECK (cardinality(opens) = 7 AND time '04:00' <= ALL (opens)),
    closes         time[]  NOT NULL CHECK (cardinality(closes) = 7),
    source         text    NOT NULL
);
CREATE UNIQUE INDEX quiet_rules_versions
    ON quiet_rules (coalesce(tenant_id, 0), coalesce(country, ''), coalesce(region, ''), version);

-- Where the holder of a number may be, by the longest prefix of its digits. An area code has the
-- zones of all its exchanges, because numbers move with their holders; what is known of a country
-- only has all of the country's zones.
CREATE TABLE number_zones (
    prefix  text   PRIMARY KEY,
    country text   NOT NULL,
    region  text,
    zones   text[] NOT NULL
);

CALL keep_tenants_apart('quiet_rules');
GRANT SELECT ON quiet_rules, number_zones TO sms_worker;
GRANT SELECT ON number_zones TO sms_function;

-- Whether a moment is within the hours of its day in every zone, and far enough from their end that
-- a message does not arrive after it.
CREATE FUNCTION is_allowed(moment timestamptz, zones text[], opens time[], closes time[])
    RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    clock timestamp;
    zone  text;
    day   integer;
BEGIN
    FOREACH zone IN ARRAY zones LOOP
        clock := moment AT TIME ZONE zone;
        day := extract(isodow FROM clock);
        IF opens[day] IS NULL OR clock::time < opens[day]
            OR clock::time >= closes[day] - interval '10 minutes'
        THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END
$$;

-- The first moment from `moment` on at which a message may leave: within the hours of the rule that
-- applies, in every zone in which its recipient may be. Null when there is none within eight days;
-- no row for no recipient.
--
-- Of the rules, the tenant's own go before the law, a region's before its country's. The first
-- allowed moment is either this one or an opening in one of the zones, so only those are tried.
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

INSERT INTO quiet_rules (version, effective_from, country, region, opens, closes, source) VALUES
    (1, '1991-12-20', NULL, NULL,
     '{08:00,08:00,08:00,08:00,08:00,08:00,08:00}',
     '{21:00,21:00,21:00,21:00,21:00,21:00,21:00}', 'Practice where no law is known'),
    (1, '1991-12-20', 'US', NULL,
     '{08:00,08:00,08:00,08:00,08:00,08:00,08:00}',
     '{21:00,21:00,21:00,21:00,21:00,21:00,21:00}', '47 CFR 64.1200(c)(1)'),
    (1, '1991-12-20', 'US', 'AL',
     '{08:00,08:00,08:00,08:00,08:00,08:00,NULL}',
     '{20:00,20:00,20:00,20:00,20:00,20:00,NULL}', 'Alabama, state law (unverified)'),
    (1, '1991-12-20', 'US', 'CT',
     '{09:00,09:00,09:00,09:00,09:00,09:00,09:00}',
     '{20:00,20:00,20:00,20:00,20:00,20:00,20:00}', 'Connecticut, state law (unverified)'),
    (1, '1991-12-20', 'US', 'FL',
     '{08:00,08:00,08:00,08:00,08:00,08:00,08:00}',
     '{20:00,20:00,20:00,20:00,20:00,20:00,20:00}', 'Florida Telephone Solicitation Act (unverified)'),
    (1, '1991-12-20', 'US', 'LA',
     '{08:00,08:00,08:00,08:00,08:00,08:00,NULL}',
     '{20:00,20:00,20:00,20:00,20:00,20:00,NULL}', 'Louisiana, state law (unverified)'),
    (1, '1991-12-20', 'US', 'MD',
     '{08:00,08:00,08:00,08:00,08:00,08:00,08:00}',
     '{20:00,20:00,20:00,20:00,20:00,20:00,20:00}', 'Maryland, state law (unverified)'),
    (1, '1991-12-20', 'US', 'MS',
     '{08:00,08:00,08:00,08:00,08:00,08:00,NULL}',
     '{20:00,20:00,20:00,20:00,20:00,20:00,NULL}', 'Mississippi, state law (unverified)'),
    (1, '1991-12-20', 'US', 'NJ',
     '{08:00,08:00,08:00,08:00,08:00,08:00,08:00}',
     '{20:00,20:00,20:00,20:00,20:00,20:00,20:00}', 'New Jersey, state law (unverified)'),
    (1, '1991-12-20', 'US', 'OK',
     '{08:00,08:00,08:00,08:00,08:00,08:00,08:00}',
     '{20:00,20:00,20:00,20:00,20:00,20:00,20:00}', 'Oklahoma Telephone Solicitation Act (unverified)'),
    (1, '1991-12-20', 'US', 'RI',
     '{09:00,09:00,09:00,09:00,09:00,10:00,10:00}',
     '{18:00,18:00,18:00,18:00,18:00,17:00,17:00}', 'Rhode Island, state law (unverified)'),
    (1, '1991-12-20', 'US', 'TX',
     '{09:00,09:00,09:00,09:00,09:00,09:00,12:00}',
     '{21:00,21:00,21:00,21:00,21:00,21:00,21:00}', 'Texas, state law (unverified)'),
    (1, '1991-12-20', 'US', 'WA',
     '{08:00,08:00,08:00,08:00,08:00,08:00,08:00}',
     '{20:00,20:00,20:00,20:00,20:00,20:00,20:00}', 'Washington, state law (unverified)'),
    (1, '1991-12-20', 'AE', NULL,
     '{07:00,07:00,07:00,07:00,07:00,07:00,07:00}',
     '{21:00,21:00,21:00,21:00,21:00,21:00,21:00}', 'United Arab Emirates (unverified)'),
    (1, '1991-12-20', 'DE', NULL,
     '{08:00,08:00,08:00,08:00,08:00,08:00,08:00}',
     '{20:00,20:00,20:00,20:00,20:00,20:00,20:00}', 'Germany, practice (unverified)'),
    (1, '1991-12-20', 'FR', NULL,
     '{08:00,08:00,08:00,08:00,08:00,08:00,NULL}',
     '{20:00,20:00,20:00,20:00,20:00,20:00,NULL}', 'France, marketing (unverified)'),
    (1, '1991-12-20', 'GB', NULL,
     '{08:00,08:00,08:00,08:00,08:00,08:00,08:00}',
     '{21:00,21:00,21:00,21:00,21:00,21:00,21:00}', 'United Kingdom, practice (unverified)'),
    (1, '1991-12-20', 'IN', NULL,
     '{10:00,10:00,10:00,10:00,10:00,10:00,10:00}',
     '{21:00,21:00,21:00,21:00,21:00,21:00,21:00}', 'India, DLT (unverified)');

-- From libphonenumber's tables of time zones and places (phonenumbers 9.0.43), prefixes of at most
-- five digits. Where no place is known, +1 has the zones of the contiguous United States.
INSERT INTO number_zones (prefix, country, region, zones)
SELECT prefix, country, region, zones::text[]
  FROM (VALUES
    ('AC', NULL, '{Atlantic/St_Helena}', '247'),
    ('AD', NULL, '{Europe/Andorra}', '376'),
    ('AE', NULL, '{Asia/Dubai}', '971'),
    ('AF', NULL, '{Asia/Kabul}', '93'),
    ('AG', NULL, '{America/Antigua}', '1268'),
    ('AI', NULL, '{America/Anguilla}', '1264'),
    ('AL', NULL, '{Europe/Tirane}', '355'),
    ('AM', NULL, '{Asia/Yerevan}', '374'),
    ('AO', NULL, '{Africa/Luanda}', '244'),
    ('AR', NULL, '{America/Buenos_Aires}', '54'),
    ('AS', NULL, '{Pacific/Pago_Pago}', '1684'),
    ('AT', NULL, '{Europe/Vienna}', '43'),
    ('AU', NULL, '{Australia/Adelaide,Australia/Brisbane,Australia/Eucla,Australia/Lord_Howe,Australia/Perth,Australia/Sydney,Indian/Christmas,Indian/Cocos}',
     '61'),
    ('AU', NULL, '{Australia/Adelaide,Australia/Eucla,Australia/Perth,Indian/Christmas,Indian/Cocos}',
     '6189'),
    ('AU', NULL, '{Australia/Adelaide,Australia/Perth}', '61855 6186 6187 6188'),
    ('AU', NULL, '{Australia/Brisbane}', '61731'),
    ('AU', NULL, '{Australia/Sydney}', '611 612 613 614 617'),
    ('AW', NULL, '{America/Aruba}', '297'),
    ('AZ', NULL, '{Asia/Baku}', '994'),
    ('BA', NULL, '{Europe/Sarajevo}', '387'),
    ('BB', NULL, '{America/Barbados}', '1246'),
    ('BD', NULL, '{Asia/Dhaka}', '880'),
    ('BE', NULL, '{Europe/Brussels}', '32'),
    ('BF', NULL, '{Africa/Ouagadougou}', '226'),
    ('BG', NULL, '{Europe/Sofia}', '359'),
    ('BH', NULL, '{Asia/Bahrain}', '973'),
    ('BI', NULL, '{Africa/Bujumbura}', '257'),
    ('BJ', NULL, '{Africa/Porto-Novo}', '229'),
    ('BM', NULL, '{Atlantic/Bermuda}', '1441'),
    ('BN', NULL, '{Asia/Brunei}', '673'),
    ('BO', NULL, '{America/La_Paz}', '591'),
    ('BR', NULL, '{America/Manaus}', '5565 5566 559'),
    ('BR', NULL, '{America/Manaus,America/Noronha,America/Rio_Branco,America/Sao_Paulo}', '55'),
    ('BR', NULL, '{America/Manaus,America/Sao_Paulo}', '5555 5567 5569'),
    ('BR', NULL, '{America/Noronha}', '55812 55814 55815 55817 55819'),
    ('BR', NULL, '{America/Rio_Branco}', '5568'),
    ('BR', NULL, '{America/Sao_Paulo}',
     '551 552 553 554 5550 5551 5553 5554 5561 5562 5563 5564 557 558 5590 5596'),
    ('BR', NULL, '{America/Sao_Paulo}', '5598 5599'),
    ('BS', NULL, '{America/Nassau}', '1242'),
    ('BT', NULL, '{Asia/Thimphu}', '975'),
    ('BW', NULL, '{Africa/Gaborone}', '267'),
    ('BY', NULL, '{Europe/Moscow}', '375'),
    ('BZ', NULL, '{America/Belize}', '501'),
    ('CA', 'AB', '{America/Edmonton}', '1368 1403 1587 1780 1825'),
    ('CA', 'BC', '{America/Edmonton,America/Vancouver}', '1250'),
    ('CA', 'BC', '{America/Vancouver}', '1236 1257 1604 1672 1778'),
    ('CA', 'MB', '{America/Winnipeg}', '1204 1431 1584'),
    ('CA', 'NB', '{America/Halifax}', '1428 1506'),
    ('CA', 'NL', '{America/Halifax,America/St_Johns}', '1709'),
    ('CA', 'NL', '{America/Puerto_Rico,America/St_Johns}', '1879'),
    ('CA', 'NS', '{America/Halifax}', '1782 1902'),
    ('CA', 'NT', '{America/Edmonton,America/Fort_Nelson,America/Toronto,America/Vancouver,America/Winnipeg}',
     '1867'),
    ('CA', 'ON', '{America/Toronto}',
     '1226 1249 1289 1343 1365 1382 1416 1437 1519 1548 1613 1647 1683 1705'),
    ('CA', 'ON', '{America/Toronto}', '1742 1753 1905 1942'),
    ('CA', 'ON', '{America/Toronto,America/Winnipeg}', '1807'),
    ('CA', 'QC', '{America/Halifax,America/Toronto}', '1418'),
    ('CA', 'QC', '{America/Toronto}', '1263 1273 1354 1367 1438 1450 1468 1514 1579 1581 1819 1873'),
    ('CA', 'SK', '{America/Regina}', '1306 1639'),
    ('CA', 'SK', '{America/Winnipeg}', '1474'),
    ('CD', NULL, '{Africa/Kinshasa}', '2431 2433 2434 2435 2436'),
    ('CD', NULL, '{Africa/Kinshasa,Africa/Lubumbashi}', '243'),
    ('CD', NULL, '{Africa/Lubumbashi}', '2432'),
    ('CF', NULL, '{Africa/Bangui}', '236'),
    ('CG', NULL, '{Africa/Brazzaville}', '242'),
    ('CH', NULL, '{Europe/Zurich}', '41'),
    ('CI', NULL, '{Africa/Abidjan}', '225'),
    ('CK', NULL, '{Pacific/Rarotonga}', '682'),
    ('CL', NULL, '{America/Santiago}', '56'),
    ('CM', NULL, '{Africa/Douala}', '237'),
    ('CN', NULL, '{Asia/Shanghai}', '86'),
    ('CO', NULL, '{America/Bogota}', '57'),
    ('CR', NULL, '{America/Costa_Rica}', '506'),
    ('CU', NULL, '{America/Havana}', '53'),
    ('CV', NULL, '{Atlantic/Cape_Verde}', '238'),
    ('CW', NULL, '{America/Curacao}', '5996 5999'),
    ('CW', NULL, '{America/Curacao,America/Kralendijk}', '599'),
    ('CW', NULL, '{America/Kralendijk}', '5993 5994 5997'),
    ('CY', NULL, '{Asia/Nicosia}', '357'),
    ('CZ', NULL, '{Europe/Prague}', '420'),
    ('DE', NULL, '{Europe/Berlin}', '49'),
    ('DJ', NULL, '{Africa/Djibouti}', '253'),
    ('DK', NULL, '{Europe/Copenhagen}', '45'),
    ('DM', NULL, '{America/Dominica}', '1767'),
    ('DO', NULL, '{America/New_York}', '1802'),
    ('DO', NULL, '{America/Santo_Domingo}', '1809 1829 1849'),
    ('DZ', NULL, '{Europe/Paris}', '213'),
    ('EC', NULL, '{America/Guayaquil}', '5932 5933 5934 5935 5936 5937 5939'),
    ('EC', NULL, '{America/Guayaquil,Pacific/Galapagos}', '593 59352'),
    ('EE', NULL, '{Europe/Bucharest}', '372'),
    ('EG', NULL, '{Africa/Cairo}', '20'),
    ('ER', NULL, '{Africa/Asmera}', '291'),
    ('ES', NULL, '{Atlantic/Canary}', '34822 34827 34828 34922 34928'),
    ('ES', NULL, '{Atlantic/Canary,Europe/Madrid}', '34'),
    ('ES', NULL, '{Europe/Madrid}', '344 345 346 347 348 349'),
    ('ET', NULL, '{Africa/Addis_Ababa}', '251'),
    ('FI', NULL, '{Europe/Helsinki}', '3581 3582 3583 3585 3586 3588 3589'),
    ('FI', NULL, '{Europe/Helsinki,Europe/Mariehamn}',
     '358 35810 35820 35829 35830 35839 35850 35860 35880'),
    ('FI', NULL, '{Europe/Mariehamn}', '35818'),
    ('FJ', NULL, '{Pacific/Fiji}', '679'),
    ('FK', NULL, '{Atlantic/Stanley}', '500'),
    ('FM', NULL, '{Pacific/Kosrae}', '69137'),
    ('FM', NULL, '{Pacific/Kosrae,Pacific/Ponape,Pacific/Truk}', '691'),
    ('FM', NULL, '{Pacific/Ponape}', '69132'),
    ('FM', NULL, '{Pacific/Truk}', '6913'),
    ('FO', NULL, '{Atlantic/Faeroe}', '298'),
    ('FR', NULL, '{Europe/Paris}', '33'),
    ('GA', NULL, '{Africa/Libreville}', '241'),
    ('GB', NULL, '{Europe/Guernsey,Europe/Isle_of_Man,Europe/Jersey,Europe/London}', '44'),
    ('GB', NULL, '{Europe/Guernsey,Europe/Isle_of_Man,Europe/London}',
     '443 445 4470 4471 4472 4473 4474 4475 44760 44762 44763 44765 44766 44767'),
    ('GB', NULL, '{Europe/Guernsey,Europe/Isle_of_Man,Europe/London}',
     '44768 4477 4478 4479 448 449'),
    ('GB', NULL, '{Europe/London}', '441 442'),
    ('GD', NULL, '{America/Grenada}', '1473'),
    ('GE', NULL, '{Asia/Tbilisi}', '995'),
    ('GF', NULL, '{America/Cayenne}', '594'),
    ('GH', NULL, '{Africa/Accra}', '233'),
    ('GI', NULL, '{Europe/Gibraltar}', '350'),
    ('GL', NULL, '{America/Godthab}', '2991 2992 2993 2994 2995 2996 2998 2999'),
    ('GL', NULL, '{America/Godthab,America/Scoresbysund,America/Thule}', '299'),
    ('GL', NULL, '{America/Scoresbysund}', '29999'),
    ('GL', NULL, '{America/Thule}', '29997'),
    ('GM', NULL, '{Africa/Banjul}', '220'),
    ('GN', NULL, '{Africa/Conakry}', '224'),
    ('GP', NULL, '{America/Guadeloupe}', '590'),
    ('GQ', NULL, '{Africa/Malabo}', '240'),
    ('GR', NULL, '{Europe/Athens}', '30'),
    ('GT', NULL, '{America/Guatemala}', '502'),
    ('GU', NULL, '{Pacific/Guam}', '1671'),
    ('GW', NULL, '{Atlantic/Reykjavik}', '245'),
    ('GY', NULL, '{America/Guyana}', '592'),
    ('HK', NULL, '{Asia/Hong_Kong}', '852'),
    ('HN', NULL, '{America/Tegucigalpa}', '504'),
    ('HR', NULL, '{Europe/Zagreb}', '385'),
    ('HT', NULL, '{America/Port-au-Prince}', '509'),
    ('HU', NULL, '{Europe/Budapest}', '36'),
    ('ID', NULL, '{Asia/Jakarta}',
     '622 6231 6232 6233 6234 6235 62513 62515 62519 62522 62525 62528 6253'),
    ('ID', NULL, '{Asia/Jakarta}', '6256 626 627 628 62920 62958 62963 62979'),
    ('ID', NULL, '{Asia/Jakarta,Asia/Jayapura}', '62915 62952'),
    ('ID', NULL, '{Asia/Jakarta,Asia/Jayapura,Asia/Makassar}', '62'),
    ('ID', NULL, '{Asia/Jakarta,Asia/Makassar}',
     '62007 621 62379 62458 62516 62539 6280 62811 62818 62819 62824 62829 62831'),
    ('ID', NULL, '{Asia/Jakarta,Asia/Makassar}', '62833 62834 62839 62853 62868 62876 62887'),
    ('ID', NULL, '{Asia/Jayapura}',
     '6290 6291 6292 62951 62955 62956 62957 62962 62966 62967 62969 62971 62975'),
    ('ID', NULL, '{Asia/Jayapura}', '6298'),
    ('ID', NULL, '{Asia/Jayapura,Asia/Makassar}', '62403'),
    ('ID', NULL, '{Asia/Makassar}',
     '6236 6237 6238 624 62511 62512 62517 62518 62526 62527 6254 6255'),
    ('IE', NULL, '{Europe/Guernsey,Europe/Isle_of_Man,Europe/London}', '353'),
    ('IL', NULL, '{Asia/Jerusalem}', '972'),
    ('IN', NULL, '{Asia/Calcutta}', '91'),
    ('IO', NULL, '{Indian/Chagos}', '246'),
    ('IQ', NULL, '{Asia/Baghdad}', '964'),
    ('IR', NULL, '{Asia/Tehran}', '98'),
    ('IS', NULL, '{Atlantic/Reykjavik}', '354'),
    ('IT', NULL, '{Europe/Rome}', '390 394 397'),
    ('IT', NULL, '{Europe/Rome,Europe/Vatican}', '39'),
    ('JM', NULL, '{America/Jamaica}', '1658 1876'),
    ('JO', NULL, '{Asia/Amman}', '962'),
    ('JP', NULL, '{Asia/Tokyo}', '81'),
    ('KE', NULL, '{Africa/Nairobi}', '254'),
    ('KG', NULL, '{Asia/Bishkek}', '996'),
    ('KH', NULL, '{Asia/Phnom_Penh}', '855'),
    ('KI', NULL, '{Pacific/Enderbury,Pacific/Kiritimati,Pacific/Tarawa}', '686'),
    ('KM', NULL, '{Indian/Comoro}', '269'),
    ('KN', NULL, '{America/St_Kitts}', '1869'),
    ('KP', NULL, '{Asia/Seoul}', '850'),
    ('KR', NULL, '{Asia/Seoul}', '82'),
    ('KW', NULL, '{Asia/Kuwait}', '965'),
    ('KY', NULL, '{America/Cayman}', '1345'),
    ('KZ', NULL, '{Asia/Almaty}', '771 772 779'),
    ('KZ', NULL, '{Asia/Almaty,Asia/Aqtobe}', '77'),
    ('KZ', NULL, '{Asia/Aqtobe}', '7711 7712 7713 7729'),
    ('LA', NULL, '{Asia/Vientiane}', '856'),
    ('LB', NULL, '{Asia/Beirut}', '961'),
    ('LC', NULL, '{America/St_Lucia}', '1758'),
    ('LI', NULL, '{Europe/Vaduz}', '423'),
    ('LK', NULL, '{Asia/Colombo}', '94'),
    ('LR', NULL, '{Atlantic/Reykjavik}', '231'),
    ('LS', NULL, '{Africa/Maseru}', '266'),
    ('LT', NULL, '{Europe/Bucharest}', '370'),
    ('LU', NULL, '{Europe/Luxembourg}', '352'),
    ('LV', NULL, '{Europe/Bucharest}', '371'),
    ('LY', NULL, '{Europe/Bucharest}', '218'),
    ('MA', NULL, '{Atlantic/Canary}', '212'),
    ('MC', NULL, '{Europe/Monaco}', '377'),
    ('MD', NULL, '{Europe/Chisinau}', '373'),
    ('ME', NULL, '{Europe/Podgorica}', '382'),
    ('MG', NULL, '{Indian/Antananarivo}', '261'),
    ('MH', NULL, '{Pacific/Majuro}', '692'),
    ('MK', NULL, '{Europe/Skopje}', '389'),
    ('ML', NULL, '{Africa/Bamako}', '223'),
    ('MM', NULL, '{Asia/Rangoon}', '95'),
    ('MN', NULL, '{Asia/Choibalsan,Asia/Hovd,Asia/Ulaanbaatar}', '976'),
    ('MN', NULL, '{Asia/Choibalsan,Asia/Ulaanbaatar}', '97613 97615 97623 97625'),
    ('MN', NULL, '{Asia/Hovd}', '97614 97624'),
    ('MN', NULL, '{Asia/Ulaanbaatar}', '97611 97612 97621 97622 97626 9765 9766 9767 9768 9769'),
    ('MO', NULL, '{Asia/Shanghai}', '853'),
    ('MP', NULL, '{Pacific/Saipan}', '1670'),
    ('MQ', NULL, '{America/Martinique}', '596'),
    ('MR', NULL, '{Africa/Nouakchott}', '222'),
    ('MS', NULL, '{America/Montserrat}', '1664'),
    ('MT', NULL, '{Europe/Malta}', '356'),
    ('MU', NULL, '{Indian/Mauritius}', '230'),
    ('MV', NULL, '{Indian/Maldives}', '960'),
    ('MW', NULL, '{Africa/Blantyre}', '265'),
    ('MX', NULL, '{America/Cancun}', '52983 52984 52987 52998'),
    ('MX', NULL, '{America/Cancun,America/Ciudad_Juarez,America/Matamoros,America/Mazatlan,America/Mexico_City,America/New_York,America/Ojinaga,America/Tijuana}',
     '52'),
    ('MX', NULL, '{America/Ciudad_Juarez}', '52656'),
    ('MX', NULL, '{America/Matamoros}', '52867 52877 52878 52894 52899'),
    ('MX', NULL, '{America/Mazatlan}',
     '52311 52319 52323 52324 52325 52327 52389 52612 52613 52614 52615 5262'),
    ('MX', NULL, '{America/Mazatlan}',
     '5263 5264 52651 52652 52653 52657 52659 52660 52662 52667 52668 52669'),
    ('MX', NULL, '{America/Mazatlan}', '52672 52673 52687 5269'),
    ('MX', NULL, '{America/Mazatlan,America/Mexico_City}', '52649'),
    ('MX', NULL, '{America/Mexico_City}',
     '522 523 524 525 52618 52663 52671 52674 52675 52676 52677 527 528 529'),
    ('MX', NULL, '{America/Mexico_City,America/New_York}', '52201'),
    ('MX', NULL, '{America/Mexico_City,America/Tijuana}', '52200'),
    ('MX', NULL, '{America/Ojinaga}', '52626'),
    ('MX', NULL, '{America/Tijuana}', '52616 52646 52658 52661 52664 52665 52686'),
    ('MY', NULL, '{Asia/Kuching}', '60'),
    ('MZ', NULL, '{Africa/Maputo}', '258'),
    ('NA', NULL, '{Africa/Windhoek}', '264'),
    ('NC', NULL, '{Pacific/Noumea}', '687'),
    ('NE', NULL, '{Africa/Niamey}', '227'),
    ('NF', NULL, '{Pacific/Norfolk}', '672'),
    ('NG', NULL, '{Africa/Lagos}', '234'),
    ('NI', NULL, '{America/Chicago}', '505'),
    ('NL', NULL, '{Europe/Amsterdam}', '31'),
    ('NO', NULL, '{Arctic/Longyearbyen}', '4779'),
    ('NO', NULL, '{Arctic/Longyearbyen,Europe/Oslo}', '47'),
    ('NO', NULL, '{Europe/Oslo}', '470 472 473 474 475 476 477 478 479'),
    ('NP', NULL, '{Asia/Katmandu}', '977'),
    ('NR', NULL, '{Pacific/Nauru}', '674'),
    ('NU', NULL, '{Pacific/Niue}', '683'),
    ('NZ', NULL, '{Pacific/Auckland}', '641 642 643 644 645 646 647 648 649'),
    ('NZ', NULL, '{Pacific/Auckland,Pacific/Chatham}', '64'),
    ('NZ', NULL, '{Pacific/Chatham}', '64330'),
    ('OM', NULL, '{Asia/Muscat}', '968'),
    ('PA', NULL, '{America/Panama}', '507'),
    ('PE', NULL, '{America/Lima}', '51'),
    ('PF', NULL, '{Pacific/Gambier,Pacific/Marquesas,Pacific/Tahiti}', '689'),
    ('PF', NULL, '{Pacific/Tahiti}', '6894 68988 68989'),
    ('PG', NULL, '{Pacific/Port_Moresby}', '675'),
    ('PH', NULL, '{Asia/Manila}', '63'),
    ('PK', NULL, '{Asia/Karachi}', '92'),
    ('PL', NULL, '{Europe/Warsaw}', '48'),
    ('PM', NULL, '{America/Miquelon}', '508'),
    ('PR', NULL, '{America/Puerto_Rico}', '1787 1939'),
    ('PS', NULL, '{Europe/Bucharest}', '970'),
    ('PT', NULL, '{Atlantic/Azores,Europe/Lisbon}', '351'),
    ('PW', NULL, '{Pacific/Palau}', '680'),
    ('PY', NULL, '{America/Asuncion}', '595'),
    ('QA', NULL, '{Asia/Qatar}', '974'),
    ('RE', NULL, '{Indian/Mayotte}', '26263'),
    ('RE', NULL, '{Indian/Mayotte,Indian/Reunion}', '262'),
    ('RE', NULL, '{Indian/Reunion}', '26269 26281 26282 26288 26289'),
    ('RO', NULL, '{Europe/Bucharest}', '40'),
    ('RS', NULL, '{Europe/Belgrade}', '381'),
    ('RU', NULL, '{Asia/Almaty,Asia/Anadyr,Asia/Aqtobe,Asia/Irkutsk,Asia/Kamchatka,Asia/Krasnoyarsk,Asia/Magadan,Asia/Novosibirsk,Asia/Omsk,Asia/Sakhalin,Asia/Vladivostok,Asia/Yakutsk,Asia/Yekaterinburg,Europe/Bucharest,Europe/Moscow,Europe/Samara}',
     '7'),
    ('RU', NULL, '{Asia/Almaty,Asia/Aqtobe,Europe/Moscow}', '7800 7808 7809 7810'),
    ('RU', NULL, '{Asia/Anadyr}', '7427'),
    ('RU', NULL, '{Asia/Irkutsk}', '7301 7395'),
    ('RU', NULL, '{Asia/Kamchatka}', '7415'),
    ('RU', NULL, '{Asia/Krasnoyarsk}', '7384 7385 7388 7390 7391 7394'),
    ('RU', NULL, '{Asia/Magadan}', '7413'),
    ('RU', NULL, '{Asia/Novosibirsk}', '7382 7383'),
    ('RU', NULL, '{Asia/Omsk}', '7381'),
    ('RU', NULL, '{Asia/Sakhalin}', '7424'),
    ('RU', NULL, '{Asia/Vladivostok}', '7421 7423 7426'),
    ('RU', NULL, '{Asia/Yakutsk}', '7302 7411 7416'),
    ('RU', NULL, '{Asia/Yekaterinburg}', '733 734 735'),
    ('RU', NULL, '{Europe/Bucharest}', '740'),
    ('RU', NULL, '{Europe/Bucharest,Europe/Moscow}', '7840'),
    ('RU', NULL, '{Europe/Moscow}',
     '736 747 748 749 7803 7804 781 782 783 7841 7843 7844 7845 7847 7855 7856'),
    ('RU', NULL, '{Europe/Moscow}', '7857 786 787 79'),
    ('RU', NULL, '{Europe/Samara}', '7341 7842 7846 7848 7851'),
    ('RW', NULL, '{Africa/Kigali}', '250'),
    ('SA', NULL, '{Asia/Riyadh}', '966'),
    ('SB', NULL, '{Pacific/Guadalcanal}', '677'),
    ('SC', NULL, '{Indian/Mahe}', '248'),
    ('SD', NULL, '{Africa/Khartoum}', '249'),
    ('SE', NULL, '{Europe/Stockholm}', '46'),
    ('SG', NULL, '{Asia/Singapore}', '65'),
    ('SH', NULL, '{Atlantic/St_Helena}', '290'),
    ('SI', NULL, '{Europe/Ljubljana}', '386'),
    ('SK', NULL, '{Europe/Bratislava}', '421'),
    ('SL', NULL, '{Africa/Freetown}', '232'),
    ('SM', NULL, '{Europe/San_Marino}', '378'),
    ('SN', NULL, '{Africa/Dakar}', '221'),
    ('SO', NULL, '{Africa/Mogadishu}', '252'),
    ('SR', NULL, '{America/Paramaribo}', '597'),
    ('SS', NULL, '{Africa/Nairobi}', '211'),
    ('ST', NULL, '{Africa/Sao_Tome}', '239'),
    ('SV', NULL, '{America/El_Salvador}', '503'),
    ('SX', NULL, '{America/Lower_Princes}', '1721'),
    ('SY', NULL, '{Asia/Damascus}', '963'),
    ('SZ', NULL, '{Africa/Mbabane}', '268'),
    ('TC', NULL, '{America/Grand_Turk}', '1649'),
    ('TD', NULL, '{Africa/Ndjamena}', '235'),
    ('TG', NULL, '{Africa/Lome}', '228'),
    ('TH', NULL, '{Asia/Bangkok}', '66'),
    ('TJ', NULL, '{Asia/Dushanbe}', '992'),
    ('TK', NULL, '{Pacific/Fakaofo}', '690'),
    ('TL', NULL, '{Asia/Dili}', '670'),
    ('TM', NULL, '{Asia/Ashgabat}', '993'),
    ('TN', NULL, '{Africa/Tunis}', '216'),
    ('TO', NULL, '{Pacific/Tongatapu}', '676'),
    ('TR', NULL, '{Europe/Istanbul}', '90'),
    ('TT', NULL, '{America/Port_of_Spain}', '1868'),
    ('TV', NULL, '{Pacific/Funafuti}', '688'),
    ('TW', NULL, '{Asia/Taipei}', '886'),
    ('TZ', NULL, '{Africa/Dar_es_Salaam}', '255'),
    ('UA', NULL, '{Europe/Kyiv}', '380'),
    ('UG', NULL, '{Africa/Kampala}', '256'),
    ('US', NULL, '{America/Chicago,America/Denver,America/Los_Angeles,America/New_York,America/Phoenix}',
     '1'),
    ('US', 'AK', '{America/Adak,America/Anchorage,America/Juneau,Pacific/Honolulu}', '1907'),
    ('US', 'AL', '{America/Chicago}', '1205 1251 1256 1334 1659 1938'),
    ('US', 'AR', '{America/Chicago}', '1327 1479 1501 1870'),
    ('US', 'AZ', '{America/Denver,America/Phoenix}', '1928'),
    ('US', 'AZ', '{America/Phoenix}', '1480 1520 1602 1623'),
    ('US', 'CA', '{America/Los_Angeles}',
     '1209 1213 1279 1310 1323 1341 1350 1369 1408 1415 1424 1442 1510 1530'),
    ('US', 'CA', '{America/Los_Angeles}',
     '1559 1562 1619 1626 1628 1650 1657 1661 1669 1707 1714 1738 1747 1760'),
    ('US', 'CA', '{America/Los_Angeles}', '1805 1818 1820 1831 1840 1858 1909 1916 1925 1949 1951'),
    ('US', 'CO', '{America/Denver}', '1303 1719 1720 1748 1970 1983'),
    ('US', 'CT', '{America/New_York}', '1203 1475 1860 1959'),
    ('US', 'DC', '{America/New_York}', '1202 1771'),
    ('US', 'DE', '{America/New_York}', '1302'),
    ('US', 'FL', '{America/Chicago,America/New_York}', '1448 1850'),
    ('US', 'FL', '{America/New_York}',
     '1239 1305 1321 1324 1352 1386 1407 1561 1645 1656 1689 1727 1728 1754'),
    ('US', 'FL', '{America/New_York}', '1772 1786 1813 1863 1904 1941 1954'),
    ('US', 'GA', '{America/New_York}', '1229 1404 1470 1478 1678 1706 1762 1770 1912 1943'),
    ('US', 'HI', '{Pacific/Honolulu}', '1808'),
    ('US', 'IA', '{America/Chicago}', '1319 1515 1563 1641 1712'),
    ('US', 'ID', '{America/Boise,America/Denver,America/Los_Angeles}', '1208 1986'),
    ('US', 'IL', '{America/Chicago}',
     '1217 1224 1309 1312 1331 1447 1464 1618 1630 1708 1730 1773 1779 1815'),
    ('US', 'IL', '{America/Chicago}', '1847 1872'),
    ('US', 'IN', '{America/Chicago,America/New_York}', '1219 1574 1812'),
    ('US', 'IN', '{America/New_York}', '1260 1317 1463 1765 1930'),
    ('US', 'KS', '{America/Chicago}', '1316 1913'),
    ('US', 'KS', '{America/Chicago,America/Denver}', '1620 1785'),
    ('US', 'KY', '{America/Chicago,America/New_York}', '1270 1606'),
    ('US', 'KY', '{America/New_York}', '1364 1502 1859'),
    ('US', 'LA', '{America/Chicago}', '1225 1318 1337 1504 1985'),
    ('US', 'MA', '{America/New_York}', '1339 1351 1413 1508 1617 1774 1781 1857 1978'),
    ('US', 'MD', '{America/New_York}', '1227 1240 1301 1410 1443 1667'),
    ('US', 'ME', '{America/New_York}', '1207'),
    ('US', 'MI', '{America/Chicago,America/New_York}', '1906'),
    ('US', 'MI', '{America/New_York}', '1231 1248 1269 1313 1517 1586 1616 1734 1810 1947 1989'),
    ('US', 'MN', '{America/Chicago}', '1218 1320 1507 1612 1651 1763 1952'),
    ('US', 'MO', '{America/Chicago}', '1235 1314 1417 1557 1573 1636 1660 1816 1975'),
    ('US', 'MS', '{America/Chicago}', '1228 1601 1662 1769'),
    ('US', 'MT', '{America/Denver}', '1406'),
    ('US', 'NC', '{America/New_York}', '1252 1336 1472 1704 1743 1828 1910 1919 1980 1984'),
    ('US', 'ND', '{America/Chicago,America/Denver,America/North_Dakota/Center}', '1701'),
    ('US', 'NE', '{America/Chicago}', '1402 1531'),
    ('US', 'NE', '{America/Chicago,America/Denver}', '1308'),
    ('US', 'NH', '{America/New_York}', '1603'),
    ('US', 'NJ', '{America/New_York}', '1201 1551 1609 1640 1732 1848 1856 1862 1908 1973'),
    ('US', 'NM', '{America/Denver}', '1505 1575'),
    ('US', 'NV', '{America/Boise,America/Denver,America/Los_Angeles}', '1775'),
    ('US', 'NV', '{America/Los_Angeles}', '1702 1725'),
    ('US', 'NY', '{America/New_York}',
     '1212 1315 1329 1332 1347 1363 1516 1518 1585 1607 1631 1646 1680 1716'),
    ('US', 'NY', '{America/New_York}', '1718 1838 1845 1914 1917 1929 1934'),
    ('US', 'OH', '{America/New_York}',
     '1216 1220 1234 1283 1326 1330 1380 1419 1440 1513 1567 1614 1740 1937'),
    ('US', 'OK', '{America/Chicago}', '1405 1539 1572 1580 1918'),
    ('US', 'OR', '{America/Denver,America/Los_Angeles}', '1458 1541'),
    ('US', 'OR', '{America/Los_Angeles}', '1503 1971'),
    ('US', 'PA', '{America/New_York}',
     '1215 1223 1267 1272 1412 1445 1484 1570 1582 1610 1717 1724 1814 1835'),
    ('US', 'PA', '{America/New_York}', '1878'),
    ('US', 'RI', '{America/New_York}', '1401'),
    ('US', 'SC', '{America/New_York}', '1803 1821 1839 1843 1854 1864'),
    ('US', 'SD', '{America/Chicago,America/Denver,America/North_Dakota/Center}', '1605'),
    ('US', 'TN', '{America/Chicago}', '1615 1629 1731 1901 1931'),
    ('US', 'TN', '{America/Chicago,America/New_York}', '1423'),
    ('US', 'TN', '{America/New_York}', '1865'),
    ('US', 'TX', '{America/Chicago}',
     '1210 1214 1254 1281 1325 1346 1361 1409 1430 1432 1469 1512 1682 1713'),
    ('US', 'TX', '{America/Chicago}',
     '1726 1737 1806 1817 1830 1832 1903 1936 1940 1945 1956 1972 1979'),
    ('US', 'TX', '{America/Denver}', '1915'),
    ('US', 'UT', '{America/Denver}', '1385 1435 1801'),
    ('US', 'VA', '{America/New_York}', '1276 1434 1540 1571 1686 1703 1757 1804 1826 1948'),
    ('US', 'WA', '{America/Los_Angeles}', '1206 1253 1360 1425 1509 1564'),
    ('US', 'WI', '{America/Chicago}', '1262 1274 1353 1414 1534 1608 1715 1920'),
    ('US', 'WV', '{America/New_York}', '1304 1681'),
    ('US', 'WY', '{America/Denver}', '1307'),
    ('UY', NULL, '{America/Montevideo}', '598'),
    ('UZ', NULL, '{Asia/Tashkent}', '998'),
    ('VC', NULL, '{America/St_Vincent}', '1784'),
    ('VE', NULL, '{America/Caracas}', '58'),
    ('VG', NULL, '{America/Tortola}', '1284'),
    ('VI', NULL, '{America/St_Thomas}', '1340'),
    ('VN', NULL, '{Asia/Ho_Chi_Minh}', '84'),
    ('VU', NULL, '{Pacific/Efate}', '678'),
    ('WF', NULL, '{Pacific/Wallis}', '681'),
    ('WS', NULL, '{Pacific/Apia}', '685'),
    ('XK', NULL, '{Europe/Belgrade}', '383'),
    ('YE', NULL, '{Asia/Aden}', '967'),
    ('ZA', NULL, '{Africa/Johannesburg}', '27'),
    ('ZM', NULL, '{Africa/Lusaka}', '260'),
    ('ZW', NULL, '{Africa/Harare}', '263')
       ) AS places (country, region, zones, prefixes),
       unnest(string_to_array(prefixes, ' ')) AS prefix;

COMMIT;
