-- Revert sms-tracker:alert_rules from pg
BEGIN;
REVOKE SELECT ON budgets, budget_months FROM sms_worker;
REVOKE INSERT, UPDATE (detail, count, acknowledged_by, acknowledged_at) ON alerts FROM sms_function;
DROP TRIGGER announce ON suppressions;
DROP FUNCTION announce_number();
DROP TRIGGER announce ON alerts;
DROP FUNCTION announce_alert();
DROP FUNCTION local_moment(timestamptz, text);
DROP TABLE alert_attempts, alert_deliveries, alert_targets;
-- Of alerts that rules raised, none is known without them.
DELETE FROM alerts WHERE kind NOT IN ('providerPaused', 'callbackPathBroken');
DROP INDEX alerts_by_tenant, alerts_raised;
ALTER TABLE alerts
    DROP COLUMN rule_id, DROP COLUMN count, DROP COLUMN path, DROP COLUMN calm_since,
    DROP COLUMN acknowledged_by, DROP COLUMN acknowledged_at;
CREATE UNIQUE INDEX alerts_raised ON alerts (kind, subject) WHERE cleared_at IS NULL;
DROP INDEX messages_failed;
DROP TABLE alert_samples;
DROP TRIGGER default_alert_rules ON tenants;
DROP FUNCTION give_default_alert_rules();
DROP FUNCTION add_default_alert_rules(integer);
DROP TABLE alert_rules;
COMMIT;
