-- Revert sms-tracker:webhook_requests from pg
BEGIN;

DROP FUNCTION sweep_webhook_requests(integer);
DROP FUNCTION log_webhook_requests(jsonb, jsonb);
DROP TYPE answered_request;
DROP TABLE webhook_requests_unkept;
DROP TABLE webhook_requests;

COMMIT;
