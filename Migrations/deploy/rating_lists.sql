-- Deploy sms-tracker:rating_lists to pg
-- requires: engagement
BEGIN;

-- Ratings are listed and summed up from these alone: what a filter asks about stands in them, so
-- that a million ratings are counted without reading one row of the table.
DROP INDEX engagements_rated;
CREATE INDEX engagements_rated ON engagements (tenant_id, rated_at DESC, message_id DESC)
    INCLUDE (stars, dealership_id)
    WHERE stars IS NOT NULL;
DROP INDEX engagements_by_dealership;
CREATE INDEX engagements_by_dealership
    ON engagements (tenant_id, dealership_id, rated_at DESC, message_id DESC)
    INCLUDE (stars)
    WHERE stars IS NOT NULL;
CREATE INDEX engagements_with_comment
    ON engagements (tenant_id, rated_at DESC, message_id DESC)
    INCLUDE (stars, dealership_id)
    WHERE stars IS NOT NULL AND comment <> '';

COMMIT;
