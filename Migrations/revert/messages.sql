-- Revert sms-tracker:messages from pg
BEGIN;
DROP TABLE delivery_reports, message_events, attempts, messages, transactions, dealerships;
DROP TYPE attempt_state, message_status, message_kind;
COMMIT;
