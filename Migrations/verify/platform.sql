-- Verify sms-tracker:platform on pg
BEGIN;

SELECT business, name, asked_by, asked_at, ended_at, counts, passes, found, to_walk, next_block
  FROM business_removals WHERE false;
SELECT has_function_privilege('sms_function', 'platform_businesses(bigint, integer)', 'EXECUTE');
SELECT has_function_privilege('sms_function', 'platform_usage(bigint, integer, integer)', 'EXECUTE');
SELECT 1 / cardinality(platform_exported());
SELECT 1 / (tables_of_businesses() @> '{users,messages}')::integer;
SELECT 1 / has_function_privilege('sms_worker', 'remove_business_rows(integer)', 'EXECUTE')::integer;

ROLLBACK;
