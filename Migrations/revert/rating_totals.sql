-- Revert sms-tracker:rating_totals from pg
BEGIN;

DROP TRIGGER journal_rating ON engagements;
DROP PROCEDURE recount_ratings;
DROP FUNCTION rating_parts, rating_periods, journal_rating, next_period_start, period_start;
DROP TABLE rating_changes, rating_sums;

COMMIT;
