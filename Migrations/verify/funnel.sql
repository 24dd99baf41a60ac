-- Verify sms-tracker:funnel on pg
BEGIN;
SELECT clicked, rated, stars FROM answer_sums WHERE false;
SELECT clicked, rated, stars FROM answer_changes WHERE false;
ROLLBACK;
