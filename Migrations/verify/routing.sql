-- Verify sms-tracker:routing on pg
BEGIN;
SELECT id, tenant_id, name, secrets, secret_hints FROM provider_accounts WHERE false;
SELECT account_id, address, kind, segments_per_second FROM senders WHERE false;
SELECT provider, breaker, share, until, rest_until, paused_at FROM provider_routes WHERE false;
SELECT provider, at, calls, failures, delivered, undelivered, seconds FROM provider_health WHERE false;
SELECT provider, at, change, reason FROM route_changes WHERE false;
SELECT lane, free_at FROM lanes WHERE false;
SELECT kind, subject, detail, raised_at, cleared_at FROM alerts WHERE false;
SELECT decision FROM attempts WHERE false;
SELECT waits_for FROM messages WHERE false;
SELECT route_success, route_latency, route_cost FROM tenant_settings WHERE false;
ROLLBACK;
