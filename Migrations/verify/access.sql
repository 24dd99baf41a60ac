-- Verify sms-tracker:access on pg
BEGIN;
SELECT id, tenant_id, email, name, role, password_hash FROM users WHERE false;
SELECT token_hash, user_id, expires_at FROM sessions WHERE false;
SELECT id, prefix, key_hash, scopes, revoked_at FROM api_keys WHERE false;
SELECT has_function_privilege('sms_function', 'find_api_key(text)', 'EXECUTE');
ROLLBACK;
