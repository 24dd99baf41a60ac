-- Made-up messages number `first` to `last` of `total`, spread over the last ninety days: businesses'
-- hours, customers of many countries, what becomes of messages. Ids and rows grow with time, as
-- those of the functions do. Figures are journalled like those of real messages.
\set ON_ERROR_STOP on
SET synchronous_commit = off;
SET work_mem = '128MB';

INSERT INTO dealerships (tenant_id, name)
SELECT 1, place || ' ' || make
  FROM unnest('{Sunrise,Lakeside,Harbor,Northgate,Riverside,Summit,Valley,Capital}'::text[]) WITH ORDINALITY p (place, i),
       unnest('{Motors,Toyota,Honda,Auto Group,Chevrolet}'::text[]) WITH ORDINALITY m (make, k)
 UNION ALL
SELECT 1, unnest('{Autohaus Müller,Concesionario del Sol,Garage de l’Étoile,معرض النور للسيارات,מוסך הצפון}'::text[])
    ON CONFLICT DO NOTHING;

BEGIN;

-- As the functions draw them: time first, then chance.
CREATE FUNCTION pg_temp.time_ordered_id(at timestamptz, chance bigint, other bigint) RETURNS uuid
    LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
            || substr(lpad(to_hex(chance & 1099511627775), 10, '0'), 1, 3) || '8'
            || lpad(to_hex(other & 1152921504606846975), 15, '0'))::uuid
$$;

-- A number from 0 up to `below`, always the same one for the same row and purpose.
CREATE FUNCTION pg_temp.drawn(line bigint, purpose bigint, below integer) RETURNS integer
    LANGUAGE sql IMMUTABLE AS $$
    SELECT ((hashint8extended(line, purpose) >> 20) & 1073741823)::integer % below
$$;

-- One of these.
CREATE FUNCTION pg_temp.one_of(line bigint, purpose bigint, choices text[]) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$
    SELECT choices[1 + pg_temp.drawn(line, purpose, cardinality(choices))]
$$;

CREATE TEMPORARY TABLE made ON COMMIT DROP AS
WITH clock AS (
    SELECT time_zone, now() AT TIME ZONE time_zone AS wall FROM tenants WHERE id = 1
), span AS MATERIALIZED (
    SELECT time_zone, date_trunc('day', wall) - interval '89 days' AS first_day,
           -- Sundays are the quiet days of a week.
           (7 - extract(dow FROM wall)::int + 89) % 7 + 0.5 AS sunday,
           89 + CASE WHEN t < 8.0 / 24 THEN t * 24 / 8 * 0.05
                     WHEN t < 20.0 / 24 THEN 0.05 + (t - 8.0 / 24) * 2 * 0.9
                     ELSE 0.95 + (t - 20.0 / 24) * 24 / 4 * 0.05 END AS days
      FROM clock, LATERAL (SELECT extract(epoch FROM wall - date_trunc('day', wall))::float8 / 86400 AS t) day
), grown AS MATERIALIZED (
    -- Business grows, and so the later days hold more.
    SELECT span.*, n, days * power(n::float8 / :total, 0.8) AS even
      FROM span, generate_series(:first::bigint, :last::bigint) n
), weekly AS MATERIALIZED (
    SELECT *, even + 0.5 * (sin((even - sunday) * 2 * pi() / 7)
                            - sin((days - sunday) * 2 * pi() / 7) * even / days) AS x
      FROM grown
), rows AS MATERIALIZED (
    SELECT n, n + hashtext(:'run')::bigint * 1000003 AS r,
           -- Nights are quiet: of each day the hours from eight to eight take nine tenths.
           (first_day + interval '1 day' * (
               floor(x) + CASE WHEN x - floor(x) < 0.05 THEN (x - floor(x)) / 0.05 * 8 / 24
                               WHEN x - floor(x) < 0.95 THEN 8.0 / 24 + (x - floor(x) - 0.05) / 0.9 / 2
                               ELSE 20.0 / 24 + (x - floor(x) - 0.95) / 0.05 * 4 / 24 END)) AT TIME ZONE time_zone AS at
      FROM weekly
), who AS (
    SELECT *, pg_temp.drawn(r, 1, 100) AS kin, pg_temp.drawn(r, 2, 10000) AS fate,
           least(at, now() - interval '1 second') AS received
      FROM rows
), people AS (
    SELECT *,
           CASE WHEN kin < 68 THEN
                    pg_temp.one_of(r, 3, '{James,Mary,Robert,Patricia,John,Jennifer,Michael,Linda,David,Elizabeth,William,Barbara,Richard,Susan,Joseph,Jessica,Thomas,Karen,Christopher,Sarah,Charles,Lisa,Daniel,Nancy,Matthew,Sandra,Anthony,Betty,Mark,Ashley,Donald,Emily,Steven,Kimberly,Andrew,Margaret,Paul,Donna,Joshua,Michelle,Kenneth,Carol,Kevin,Amanda,Brian,Melissa,Timothy,Deborah,Ronald,Stephanie,Grace,Ada,Alan,Katherine,Dorothy,Hedy,Tyler,Brandon,Aaron,Zoe}')
                    || ' ' || pg_temp.one_of(r, 4, '{Smith,Johnson,Williams,Brown,Jones,Miller,Davis,Wilson,Anderson,Taylor,Thomas,Moore,Jackson,Martin,Lee,Thompson,White,Harris,Clark,Lewis,Robinson,Walker,Young,Allen,King,Wright,Scott,Hill,Green,Adams,Nelson,Baker,Hall,Campbell,Mitchell,Carter,Roberts,O’Neil,O''Brien,Phillips,Evans,Turner,Parker,Collins,Edwards,Stewart,Morris,Murphy,Cook,Rogers,Morgan,Cooper,Reed,Bailey,Bell,Kelly,Howard,Ward,Cox,Richardson,Wood,Watson,Brooks,Bennett,Gray,James,Hughes,Price,Myers,Long,Foster,Sanders,Ross,Powell,Sullivan,Russell,Fisher,Lovelace,Hopper,Johnson-Reyes}')
                WHEN kin < 82 THEN
                    pg_temp.one_of(r, 3, '{María,José,Carmen,Antonio,Guadalupe,Juan,Rosa,Luis,Sofía,Jesús,Lucía,Ángel,Inés,Raúl,Chloé,François,Zoë,Jürgen,Günther,Anaïs,Søren,Björn,Łukasz,Małgorzata}')
                    || ' ' || pg_temp.one_of(r, 4, '{García,Hernández,López,Martínez,González,Pérez,Rodríguez,Sánchez,Ramírez,Torres,Núñez,Müller,Schröder,Weiß,Lefèvre,Gauthier,Håkansson,Kowalski,Nguyễn,d’Angelo}')
                WHEN kin < 88 THEN
                    pg_temp.one_of(r, 3, '{محمد,فاطمة,أحمد,عائشة,علي,خديجة,يوسف,مريم,عمر,نور}') || ' '
                    || pg_temp.one_of(r, 4, '{"عبد الرحمن",الحسيني,القحطاني,"بن سالم",المصري,الشامي}')
                WHEN kin < 91 THEN
                    pg_temp.one_of(r, 3, '{נועה,דוד,יעל,אברהם,שרה,יוסף}') || ' ' || pg_temp.one_of(r, 4, '{כהן,לוי,מזרחי,פרץ,ביטון}')
                WHEN kin < 95 THEN
                    pg_temp.one_of(r, 3, '{佐藤,鈴木,高橋,田中,王,李,张,陈,김,이,박}') || ' ' || pg_temp.one_of(r, 4, '{太郎,花子,健,伟,芳,민준,서연}')
                WHEN kin < 97 THEN
                    pg_temp.one_of(r, 3, '{Ольга,Дмитрий,Елена,Сергей,अनीता,राजेश}') || ' ' || pg_temp.one_of(r, 4, '{Иванова,Петров,शर्मा,वर्मा}')
                WHEN kin = 97 THEN 'Wolfeschlegelsteinhausenbergerdorff Maximiliana Theodora von und zu Hohenlohe-Langenburg'
           END AS name,
           CASE WHEN kin < 74 THEN 'US' WHEN kin < 78 THEN 'GB' WHEN kin < 82 THEN 'DE' WHEN kin < 88 THEN 'SA'
                WHEN kin < 91 THEN 'IL' WHEN kin < 95 THEN 'JP' WHEN kin < 97 THEN 'IN' ELSE 'US' END AS country
      FROM who
), told AS (
    SELECT p.*,
           -- Numbers that are set aside for stories, where there are such.
           CASE country
                WHEN 'US' THEN '+1' || pg_temp.one_of(r, 5, '{212,213,305,312,404,415,469,512,602,617,619,646,702,704,713,720,786,818,917,971}')
                     || '555' || lpad(pg_temp.drawn(r, 6, 10000)::text, 4, '0')
                WHEN 'GB' THEN '+447700' || lpad(pg_temp.drawn(r, 6, 1000000)::text, 6, '0')
                WHEN 'DE' THEN '+4915' || lpad(pg_temp.drawn(r, 6, 1000000000)::text, 9, '0')
                WHEN 'SA' THEN '+9665' || lpad(pg_temp.drawn(r, 6, 100000000)::text, 8, '0')
                WHEN 'IL' THEN '+9725' || lpad(pg_temp.drawn(r, 6, 100000000)::text, 8, '0')
                WHEN 'JP' THEN '+8190' || lpad(pg_temp.drawn(r, 6, 100000000)::text, 8, '0')
                ELSE '+9198' || lpad(pg_temp.drawn(r, 6, 100000000)::text, 8, '0') END AS number,
           -- The first dealerships are the largest.
           (SELECT array_agg(id ORDER BY id) FROM dealerships WHERE tenant_id = 1)[
               1 + (pg_temp.drawn(r, 7, 45) * pg_temp.drawn(r, 8, 45)) / 45] AS dealership_id,
           s.delay_hours * interval '1 hour' AS delay, t.time_zone,
           2000000 + pg_temp.drawn(r, 9, 480) * 1000000::bigint * CASE pg_temp.drawn(r, 10, 4) WHEN 0 THEN 97 ELSE 1 END
               + pg_temp.drawn(r, 11, 100) * 10000 AS amount
      FROM people p, tenant_settings s, tenants t
     WHERE s.tenant_id = 1 AND t.id = 1
), fated AS (
    SELECT *, received + delay AS due,
           CASE WHEN received + delay > now() THEN CASE WHEN fate < 9900 THEN 'scheduled' ELSE 'cancelled' END
                WHEN fate < 9050 THEN 'delivered' WHEN fate < 9350 THEN 'undelivered' WHEN fate < 9600 THEN 'failed'
                WHEN fate < 9750 THEN 'sent' WHEN fate < 9850 THEN 'cancelled' WHEN fate < 9950 THEN 'suppressed'
                ELSE 'expired' END AS status
      FROM told
)
SELECT *, pg_temp.time_ordered_id(received, hashint8extended(r, 20), hashint8extended(r, 21)) AS transaction_id,
       pg_temp.time_ordered_id(received, hashint8extended(r, 22), hashint8extended(r, 23)) AS message_id,
       status IN ('delivered', 'undelivered', 'failed', 'sent') AS went,
       CASE WHEN status IN ('delivered', 'undelivered', 'sent') AND fate % 20 = 3 THEN 2 ELSE 1 END AS attempts,
       CASE WHEN pg_temp.drawn(r, 12, 10) = 0 THEN 'vonage' ELSE 'twilio' END AS provider,
       due + interval '1 millisecond' * (400 + pg_temp.drawn(r, 13, 3000)) AS sent,
       interval '1 millisecond' * (900 + pg_temp.drawn(r, 14, 9000)) AS way,
       CASE status WHEN 'undelivered' THEN pg_temp.one_of(r, 15, '{30003,30003,30003,30005,30005,30006,30006,30007,30008}')
                   WHEN 'failed' THEN pg_temp.one_of(r, 15, '{21610,21211,21211,21614,21614,30034,21408}')
                   WHEN 'expired' THEN 'expired' WHEN 'suppressed' THEN 'opted_out' END AS error_code,
       'D' || to_char(received, 'YY') || '-' || lpad(n::text, 8, '0') || '-' || substr(md5(:'run'), 1, 4) AS external_id
  FROM fated;

INSERT INTO transactions (id, tenant_id, external_id, customer_phone, customer_name, customer_id,
                          sales_rep_name, dealership_id, amount_micros, currency, completed_at,
                          received_at)
SELECT transaction_id, 1, external_id, number, name, 'C-' || (r & 1048575),
       pg_temp.one_of(r, 16, '{Sam Rivera,Alex Kim,Jordan Blake,Priya Nair,Chris Doyle,Mina Park,Leo Rossi,Dana Cole}'),
       dealership_id, CASE WHEN fate % 50 <> 7 THEN amount END, CASE WHEN fate % 50 <> 7 THEN 'USD' END,
       received - interval '20 minutes', received
  FROM made;

INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient, dealership_id,
                      received_at, due_at, due_hour, next_attempt_at, attempt_count, body, segments,
                      sent_at, finished_at, error_code, recipient_country, estimate_micros,
                      estimate_currency, price_micros, price_currency, template_version_id,
                      provider)
SELECT message_id, 1, transaction_id, 'transaction', status::message_status, number, dealership_id,
       received, due, date_trunc('hour', due AT TIME ZONE time_zone),
       CASE status WHEN 'scheduled' THEN due END, CASE WHEN went THEN attempts ELSE 0 END,
       CASE WHEN went THEN text END,
       CASE WHEN went THEN CASE WHEN octet_length(text) = length(text) THEN ceil(length(text) / 160.0)
                                ELSE ceil(length(text) / 70.0) END END,
       CASE WHEN went AND status <> 'failed' THEN sent END,
       CASE WHEN status = 'cancelled' THEN received + interval '3 minutes'
            WHEN status = 'failed' THEN sent
            WHEN status IN ('delivered', 'undelivered') THEN sent + way
            WHEN status IN ('expired', 'suppressed') THEN due END,
       error_code, country,
       CASE WHEN went THEN estimate END, CASE WHEN went THEN 'USD' END,
       CASE WHEN went AND status <> 'failed' AND fate % 40 <> 5 THEN estimate END,
       CASE WHEN went AND status <> 'failed' AND fate % 40 <> 5 THEN 'USD' END,
       CASE WHEN went THEN version END, CASE WHEN went THEN made.provider END
  FROM made
  JOIN LATERAL (
    SELECT v.id AS version,
           regexp_replace(replace(replace(replace(v.text, '{customer_name|there}', coalesce(made.name, 'there')),
               '{dealership_name|us}', d.name), '{review_url}', 'https://example.com/r/review'),
               '{[^}]*}', '', 'g') AS text
      FROM templates t JOIN template_versions v ON v.template_id = t.id AND v.version = t.current_version
      JOIN dealerships d ON d.id = made.dealership_id
     WHERE t.tenant_id = 1 AND t.name = 'default' AND t.dealership_id IS NULL AND t.language IS NULL) w ON true
 CROSS JOIN LATERAL (
    SELECT (CASE country WHEN 'US' THEN 8300 WHEN 'GB' THEN 46300 WHEN 'DE' THEN 112000 WHEN 'SA' THEN 184000
                 WHEN 'IL' THEN 259500 WHEN 'JP' THEN 75800 ELSE 83200 END
            * CASE WHEN octet_length(text) = length(text) THEN ceil(length(text) / 160.0)
                   ELSE ceil(length(text) / 70.0) END)::bigint AS estimate) cost;

INSERT INTO attempts (message_id, number, tenant_id, provider, state, status, recipient, body,
                      started_at, ended_at, milliseconds, http_status, provider_message_id, sender,
                      error_code, delivered_at, error_class)
SELECT m.id, k, 1, made.provider,
       (CASE WHEN k < attempts OR made.status = 'failed' THEN 'refused' ELSE 'accepted' END)::attempt_state,
       CASE WHEN k = attempts AND made.status <> 'failed' THEN m.status END, m.recipient, m.body,
       started, started + interval '1 millisecond' * took, took,
       CASE WHEN k < attempts THEN 503 WHEN made.status = 'failed' THEN 400 ELSE 201 END,
       CASE WHEN k = attempts AND made.status <> 'failed'
            THEN CASE made.provider WHEN 'twilio' THEN 'SM' || replace(m.id::text, '-', '') ELSE m.id::text END END,
       CASE WHEN country = 'US' THEN '+15550100200' ELSE 'SUNRISE' END,
       CASE WHEN k < attempts THEN '20503' ELSE made.error_code END,
       CASE WHEN k = attempts AND made.status = 'delivered' THEN m.finished_at END,
       CASE WHEN k < attempts THEN 'transient' WHEN made.status = 'failed' THEN 'permanent' END
  FROM made JOIN messages m ON m.id = made.message_id
 CROSS JOIN LATERAL generate_series(1, made.attempts) k
 CROSS JOIN LATERAL (SELECT sent - interval '5 minutes' * (attempts - k) - interval '300 milliseconds' AS started,
                            80 + pg_temp.drawn(r, 17 + k, 240) AS took) call
 WHERE went;

INSERT INTO message_events (tenant_id, message_id, at, kind, detail)
SELECT 1, message_id, e.at, e.kind, e.detail::jsonb
  FROM made
 CROSS JOIN LATERAL (VALUES
    (true, received, 'received', '{"dueAt":"' || iso8601(due) || '"}'),
    (went AND attempts = 2, sent - interval '5 minutes', 'attempted', '{"attempt":"1","provider":"' || provider || '"}'),
    (went AND attempts = 2, sent - interval '299 seconds', 'refused', '{"attempt":"1","errorCode":"20503"}'),
    (went AND attempts = 2, sent - interval '299 seconds', 'retryScheduled', '{"inSeconds":"300","errorCode":"20503"}'),
    (went, sent - interval '300 milliseconds', 'attempted', '{"attempt":"' || attempts || '","provider":"' || provider || '"}'),
    (went AND status <> 'failed', sent, 'accepted', '{"attempt":"' || attempts || '","status":"queued"}'),
    (status = 'failed', sent, 'refused', '{"attempt":"1","errorCode":"' || error_code || '"}'),
    (status = 'failed', sent, 'failed', '{"errorCode":"' || error_code || '"}'),
    (status IN ('delivered', 'undelivered'), sent + way, 'reported', '{"attempt":"' || attempts || '","status":"' || status || '"'
        || CASE status WHEN 'delivered' THEN ',"seconds":"' || extract(epoch FROM way)::int || '"'
                       ELSE ',"errorCode":"' || error_code || '"' END || '}'),
    (status = 'cancelled', received + interval '3 minutes', 'cancelled', '{"by":"CRM"}'),
    (status = 'suppressed', due, 'suppressed', '{"reason":"opted_out"}'),
    (status = 'expired', due, 'expired', '{"errorCode":"expired"}')
 ) AS e (happened, at, kind, detail)
 WHERE e.happened;

-- Searchable at once; the queue will find nothing left to do.
WITH kept AS (
    INSERT INTO message_search (message_id, tenant_id, received_at, customer, amount_micros, words)
    SELECT message_id, 1, received, sorted_name(name), CASE WHEN fate % 50 <> 7 THEN amount ELSE -1 END,
           search_words(name, external_id, number, NULL)
      FROM made
    RETURNING *
)
INSERT INTO search_postings (tenant_id, word, received_at, message_id)
SELECT DISTINCT k.tenant_id, w.word, k.received_at, k.message_id
  FROM kept k CROSS JOIN unnest(string_to_array(k.words, ' ')) AS w (word)
 WHERE w.word <> '';

\ir seed-answers.sql
COMMIT;
