-- Revert sms-tracker:routing from pg
BEGIN;
DROP TRIGGER note_deliveries ON attempts;
DROP FUNCTION note_deliveries();
ALTER TABLE tenant_settings
    DROP COLUMN route_success, DROP COLUMN route_latency, DROP COLUMN route_cost;
ALTER TABLE messages DROP COLUMN waits_for;
ALTER TABLE attempts DROP COLUMN decision;
DROP TABLE alerts, lanes, route_changes, provider_health, provider_routes, senders,
    provider_accounts;
DROP TYPE breaker_state, channel, sender_kind;
COMMIT;
