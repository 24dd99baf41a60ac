-- Verify sms-tracker:ledger on pg
BEGIN;
SELECT tenant_id, currency, limit_micros FROM budgets WHERE false;
SELECT tenant_id, balance_micros FROM ledger_accounts WHERE false;
SELECT id, kind, amount_micros FROM ledger_entries WHERE false;
SELECT message_id, reserved_micros, look_at FROM charges WHERE false;
SELECT has_function_privilege('sms_worker', 'reserve_money(jsonb)', 'EXECUTE');
ROLLBACK;
