-- Revert sms-tracker:ledger from pg
BEGIN;
DROP FUNCTION ledger_credit, ledger_post, reserve_money, settle_money, release_held;
DROP TABLE charges, ledger_entries, ledger_accounts, budget_months, budgets;
DROP FUNCTION refuse_change;
DROP INDEX messages_held_for_money;
COMMIT;
