-- Verify sms-tracker:search on pg
BEGIN;
SELECT message_id, tenant_id, received_at, customer, amount_micros, words FROM message_search
 WHERE false;
SELECT tenant_id, word, received_at, message_id FROM search_postings WHERE false;
SELECT tenant_id, message_id FROM waiting_for_search() WHERE false;
SELECT 1 / (search_words('José O''Neil', 'D-7-8', '+14155172054', NULL)
            = ' jose o neil jose oneil d78 8 78 14155172054 ~45027155141')::integer;
ROLLBACK;
