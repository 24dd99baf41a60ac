-- Revert sms-tracker:personal_data from pg
BEGIN;

DROP FUNCTION erase_person, copy_person, count_person, persons_rows, find_person, mentions;
DROP FUNCTION impersonal_detail, without_spacing;
DROP TYPE person;
DROP PROCEDURE holds_nothing_personal;
DROP TABLE personal_columns, personal_tables, erasures;
DROP INDEX suppressions_by_mark;
ALTER TABLE suppressions DROP COLUMN number_mark;

COMMIT;
