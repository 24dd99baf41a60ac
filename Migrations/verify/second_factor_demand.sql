-- Verify sms-tracker:second_factor_demand on pg
BEGIN;

SELECT second_factor_demanded FROM tenant_settings LIMIT 0;
SELECT by_issuer FROM sessions LIMIT 0;
SELECT lacks_factor FROM find_session('');

ROLLBACK;
