-- Verify sms-tracker:late_requests on pg
BEGIN;

SELECT came_before_erasure(1, now());
SELECT log_webhook_requests('[]', '[]');
SELECT 1 / strpos(prosrc, 'search_queue, webhook_requests') FROM pg_proc
 WHERE oid = 'erase_person(text, text, bytea, text, text, integer)'::regprocedure;

ROLLBACK;
