-- Revert sms-tracker:suppressions from pg
BEGIN;
-- A value of an enumeration cannot be taken back; nothing uses it any more.
REVOKE INSERT ON transactions, messages FROM sms_worker;
DROP TABLE inbound_messages, suppressions;
DROP TYPE suppression_source, suppression_reason;
COMMIT;
