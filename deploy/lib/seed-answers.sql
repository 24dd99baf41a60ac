-- What the customers of the rows in `made` did: followed links, rated, wrote back. Part of the
-- transaction of seed.sql, whose functions it uses.
CREATE TEMPORARY TABLE reached ON COMMIT DROP AS
SELECT *, sent + way + interval '1 second' * (40 + pg_temp.drawn(r, 30, 240) * pg_temp.drawn(r, 31, 240)) AS clicked,
       pg_temp.drawn(r, 32, 1000) AS deed
  FROM made WHERE status = 'delivered';
-- Nobody has looked over what was just made, so the planner would compare each row with each.
ALTER TABLE reached ADD PRIMARY KEY (message_id);
ANALYZE reached;

SELECT coalesce(max(id), 0) AS last_event FROM message_events \gset
INSERT INTO engagements (message_id, tenant_id, dealership_id, clicked_at, review_clicks, page_views, stars,
                         comment, rated_at)
SELECT message_id, 1, dealership_id, clicked, (deed < 190 AND deed % 3 <> 0)::integer, 1, stars,
       CASE WHEN stars IS NULL OR deed % 5 > 2 THEN ''
            WHEN country IN ('SA', 'IL') AND stars >= 4 THEN pg_temp.one_of(r, 34, '{خدمة ممتازة وسريعة,"שירות מצוין, תודה!",شكرا لكم}')
            WHEN stars >= 4 THEN pg_temp.one_of(r, 34, '{Quick and friendly. Thank you!,Sam explained every item on the invoice.,Best service in town 👍,"In and out in 40 minutes, coffee was good too.",Fair price and no pressure.,Muy amables y rápidos.}')
            ELSE pg_temp.one_of(r, 34, '{Waited an hour past my appointment.,The car was returned with less fuel than I left it.,"Nobody called me back, twice.",The price was not what we had agreed on.,Still makes the same noise.}') END,
       CASE WHEN stars IS NOT NULL THEN clicked + interval '40 seconds' END
  FROM (SELECT *, CASE WHEN deed < 190 THEN (ARRAY[5,5,5,5,5,5,4,4,4,3,2,1])[1 + pg_temp.drawn(r, 33, 12)] END AS stars
          FROM reached) rated
 WHERE deed < 380 AND clicked < now() - interval '1 minute';

-- The journal's trigger wrote the timeline as of now.
UPDATE message_events e SET at = CASE e.kind WHEN 'clicked' THEN g.clicked_at ELSE g.rated_at END
  FROM engagements g
 WHERE e.id > :last_event AND e.kind IN ('clicked', 'rated') AND g.message_id = e.message_id
   AND e.message_id IN (SELECT message_id FROM reached);

-- One in twenty writes back; who opts out is the last one of the rows with that number.
CREATE TEMPORARY TABLE written ON COMMIT DROP AS
SELECT *, CASE WHEN deed < 990 THEN 'conversation' ELSE 'stop' END AS intent,
       CASE WHEN deed >= 990 THEN 'STOP'
            ELSE pg_temp.one_of(r, 35, '{Thanks!,"When are you open on Saturday?",Great service as always.,"Can I bring the car back on Monday, the light is on again?",Who is this?,Please call me about the invoice.,👍,Gracias,Do you also do tyres?}') END AS body
  FROM (SELECT *, row_number() OVER (PARTITION BY number ORDER BY n DESC) = 1 AS is_last FROM reached) r
 WHERE (deed BETWEEN 950 AND 989 OR deed >= 990 AND is_last AND n > :total - 100000)
   AND clicked < now() - interval '1 minute';

INSERT INTO inbound_messages (tenant_id, provider, provider_message_id, sender, recipient, body, intent, keyword,
                              message_id, raw, received_at, handled_by, handled_at, sender_name)
SELECT 1, provider, 'seed-' || message_id, number, '+15550100200', body, intent,
       CASE intent WHEN 'stop' THEN 'stop' END, message_id, jsonb_build_object('Body', body), clicked,
       CASE WHEN intent = 'stop' THEN 'inbound' WHEN clicked < now() - interval '3 days' THEN 'sam@example.com' END,
       CASE WHEN intent = 'stop' THEN clicked WHEN clicked < now() - interval '3 days' THEN clicked + interval '1 hour' END,
       name
  FROM written ORDER BY clicked;

INSERT INTO message_events (tenant_id, message_id, at, kind, detail)
SELECT 1, message_id, clicked, 'answered',
       jsonb_strip_nulls(jsonb_build_object('intent', intent, 'keyword', CASE intent WHEN 'stop' THEN 'stop' END))
  FROM written;
