-- Verify sms-tracker:alert_rules on pg
BEGIN;
SELECT 1 / (count(*) > 0)::integer FROM alert_rules;
SELECT id, kind, sealed, failing_since FROM alert_targets WHERE false;
SELECT id, state, next_attempt_at FROM alert_deliveries WHERE false;
SELECT delivery_id, number, problem FROM alert_attempts WHERE false;
SELECT rule_id, count, path, calm_since, acknowledged_at FROM alerts WHERE false;
ROLLBACK;
