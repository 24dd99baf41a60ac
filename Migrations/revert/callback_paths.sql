-- Revert sms-tracker:callback_paths from pg
BEGIN;
DROP INDEX delivery_reports_unmatched, attempts_recent;
DROP TABLE callback_paths;
DROP TYPE callback_path_state;
COMMIT;
