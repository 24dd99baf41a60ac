-- Verify sms-tracker:limits on pg
BEGIN;

SELECT 1 / (count(*) FILTER (WHERE policyname = 'own_dealerships') > 40)::integer FROM pg_policies;
SELECT current_dealerships();

ROLLBACK;
