-- Verify sms-tracker:people on pg
BEGIN;

SELECT dealerships, totp_secret, totp_step, last_login_at, disabled_at FROM users WHERE false;
SELECT id, address, agent, seen_at, confirmed_at FROM sessions WHERE false;
SELECT FROM recovery_codes, invitations, password_resets, letters, login_failures WHERE false;
SELECT FROM find_session(''), find_user(''), find_invitation(''), find_password_reset('');

ROLLBACK;
