-- Revert sms-tracker:search from pg
BEGIN;
DROP INDEX attempts_by_account, messages_by_cost, messages_by_error, messages_by_dealership;
DROP FUNCTION waiting_for_search();
DROP TRIGGER queue_for_search ON status_changes;
DROP FUNCTION queue_for_search();
DROP TABLE search_queue, search_postings, message_search;
DROP FUNCTION sorted_name(text);
DROP FUNCTION search_words(text, text, text, text);
DROP FUNCTION searched(text);
COMMIT;
