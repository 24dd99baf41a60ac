-- Revert sms-tracker:limits from pg
BEGIN;

DO $$
DECLARE
    target text;
BEGIN
    FOR target IN SELECT tablename FROM pg_policies WHERE policyname = 'own_dealerships'
    LOOP
        EXECUTE format('DROP POLICY own_dealerships ON %I', target);
    END LOOP;
END
$$;
CREATE OR REPLACE PROCEDURE keep_tenants_apart(target regclass)
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format(
        'CREATE POLICY own_tenant ON %s TO sms_function
            USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', target);
    EXECUTE format('CREATE POLICY every_tenant ON %s TO sms_worker USING (true)', target);
END
$$;
DROP PROCEDURE show_to_limited;
DROP FUNCTION current_dealerships;

COMMIT;
