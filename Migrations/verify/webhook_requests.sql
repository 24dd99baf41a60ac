-- Verify sms-tracker:webhook_requests on pg
BEGIN;

SELECT id, tenant_id, at, method, path, query, source, caller, content_type, body, body_bytes,
       status, answer, milliseconds, request_id, replay_of
  FROM webhook_requests WHERE false;
SELECT tenant_id, hour, count FROM webhook_requests_unkept WHERE false;
SELECT has_function_privilege('log_webhook_requests(jsonb, jsonb)', 'execute');
SELECT has_function_privilege('sweep_webhook_requests(integer)', 'execute');

ROLLBACK;
