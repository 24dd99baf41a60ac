-- Revert sms-tracker:suppressions from pg
BEGIN;
DROP TABLE inbound_messages, suppressions;
DROP TYPE suppression_source, suppression_reason;
COMMIT;
