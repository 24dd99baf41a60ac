-- Verify sms-tracker:rating_totals on pg
BEGIN;
SELECT tenant_id, dealership_id, period, start, stars, ratings, comments
  FROM rating_sums WHERE false;
SELECT id, tenant_id, dealership_id, hour, stars, ratings, comments FROM rating_changes WHERE false;
SELECT dealership_id, period, start FROM rating_periods('2026-11-21 10:00', NULL) WHERE false;
SELECT 1 / (count(*) = 7)::integer
  FROM rating_parts('2026-09-10 10:20+00', '2026-11-21 15:30+00', 'hour');
SELECT 1 / (count(*) = 1)::integer
  FROM rating_parts(NULL, NULL, 'day') WHERE period = 'month';
SELECT 1 / (count(*) = 1)::integer FROM pg_trigger WHERE tgname = 'journal_rating';
ROLLBACK;
