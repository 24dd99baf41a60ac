-- Revert sms-tracker:rating_lists from pg
BEGIN;

DROP INDEX engagements_with_comment;
DROP INDEX engagements_by_dealership;
CREATE INDEX engagements_by_dealership
    ON engagements (tenant_id, dealership_id, rated_at DESC, message_id DESC)
    WHERE stars IS NOT NULL;
DROP INDEX engagements_rated;
CREATE INDEX engagements_rated ON engagements (tenant_id, rated_at DESC, message_id DESC)
    WHERE stars IS NOT NULL;

COMMIT;
