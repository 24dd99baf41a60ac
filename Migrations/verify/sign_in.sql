-- Verify sms-tracker:sign_in on pg
BEGIN;

SELECT id, tenant_id, name, issuer, client_id, client_secret, domains, made_at
  FROM sign_in_providers WHERE false;
SELECT tenant_id, provider_id, subject, user_id FROM sign_in_identities WHERE false;
SELECT 'find_sign_in(text)'::regprocedure, 'find_sign_in_provider(bigint)'::regprocedure;

ROLLBACK;
