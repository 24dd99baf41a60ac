-- Verify sms-tracker:prices on pg
BEGIN;
SELECT id, tenant_id, provider, country, base_micros, valid_from FROM prices WHERE false;
SELECT file_id, line, amount_micros FROM invoice_lines WHERE false;
SELECT message_id, estimate_micros, price_micros, billed_micros FROM message_costs() WHERE false;
ROLLBACK;
