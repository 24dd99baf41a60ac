-- Revert sms-tracker:access from pg
BEGIN;
DROP FUNCTION find_api_key, find_session, find_user;
DROP TABLE api_keys, sessions, users;
COMMIT;
