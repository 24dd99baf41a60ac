-- Verify sms-tracker:key_limits on pg
BEGIN;

SELECT networks, rate_per_minute, use_count, replaces, signing_secret FROM api_keys WHERE false;
SELECT rate_per_minute FROM tenants WHERE false;
SELECT signing_secret FROM find_api_key('') WHERE false;
SELECT signing_secret FROM find_signing_key(0) WHERE false;
SELECT note_key_uses('{}', '{}');

ROLLBACK;
