-- Verify sms-tracker:personal_data on pg
BEGIN;

SELECT id, tenant_id, number_mark, erased_at, erased_by, reason, counts, cancelled_count,
       opt_out_count, archived_count
  FROM erasures WHERE false;
SELECT number_mark FROM suppressions WHERE false;
-- Every column that is named is there.
SELECT 1 / (count(*) = count(a.attname))::integer
  FROM personal_columns c
  LEFT JOIN pg_attribute a ON a.attrelid = to_regclass(c.table_name) AND a.attname = c.column_name;
SELECT FROM count_person('', '-'), copy_person('', '-');

ROLLBACK;
