-- Verify sms-tracker:rating_lists on pg
BEGIN;
SELECT 1 / (count(*) = 3)::integer FROM pg_indexes
 WHERE indexname IN ('engagements_rated', 'engagements_by_dealership', 'engagements_with_comment')
   AND indexdef LIKE '%INCLUDE (stars%';
ROLLBACK;
