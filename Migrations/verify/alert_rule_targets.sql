-- Verify sms-tracker:alert_rule_targets on pg
BEGIN;

SELECT to_all FROM alert_rules WHERE false;
SELECT rule_id, target_id, tenant_id FROM alert_rule_targets WHERE false;
SELECT alert_rule_reaches_chosen(0);

ROLLBACK;
