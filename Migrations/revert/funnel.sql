-- Revert sms-tracker:funnel from pg
BEGIN;
DROP TRIGGER journal_funnel ON engagement_changes;
DROP FUNCTION journal_funnel();
DELETE FROM answer_changes WHERE replies = 0 AND opt_outs = 0;
ALTER TABLE answer_changes
    DROP COLUMN stars, DROP COLUMN rated, DROP COLUMN clicked,
    ALTER COLUMN opt_outs DROP DEFAULT, ALTER COLUMN replies DROP DEFAULT;
ALTER TABLE answer_sums DROP COLUMN stars, DROP COLUMN rated, DROP COLUMN clicked;
COMMIT;
