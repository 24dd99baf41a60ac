-- Revert sms-tracker:prices from pg
BEGIN;
DROP FUNCTION message_costs();
DROP TABLE invoice_lines, invoice_files;
ALTER TABLE messages
    DROP COLUMN estimate_price_id, DROP COLUMN estimate_currency, DROP COLUMN estimate_micros,
    DROP COLUMN recipient_country;
DROP TABLE prices;
COMMIT;
