-- Verify sms-tracker:sign_in_doors on pg
BEGIN;

SELECT * FROM find_sign_in('', 1) WHERE false;
SELECT has_sign_in(1);

ROLLBACK;
