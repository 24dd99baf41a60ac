-- Verify sms-tracker:businesses on pg
BEGIN;

SELECT word, host_name, suspended_at, suspended_for, removal_at FROM tenants WHERE false;
SELECT mail_name, mail_reply_to FROM brandings WHERE false;
SELECT user_id, since FROM platform_owners WHERE false;
SELECT owns_platform(u) FROM users u WHERE false;
SELECT owns_platform, suspended_for, is_confirmed FROM find_session('') WHERE false;
SELECT owns_platform, suspended_for, totp_step FROM find_user('') WHERE false;
SELECT suspended_for FROM find_api_key('') WHERE false;
SELECT suspended_for FROM find_signing_key(0) WHERE false;
SELECT tenant_id, name, colour, background, logo FROM find_door('', '') WHERE false;
SELECT has_businesses();

ROLLBACK;
