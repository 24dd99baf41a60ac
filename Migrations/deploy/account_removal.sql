-- Deploy sms-tracker:account_removal to pg
-- requires: providers routing callback_paths
BEGIN;

-- What is known of an account goes with it: the next one of its name may be another business's.
CREATE FUNCTION forget_provider() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM provider_routes WHERE provider = OLD.name;
    DELETE FROM route_changes WHERE provider = OLD.name;
    DELETE FROM provider_health WHERE provider = OLD.name;
    DELETE FROM provider_states WHERE provider = OLD.name;
    DELETE FROM callback_paths WHERE provider = OLD.name;
    DELETE FROM lanes WHERE lane = OLD.name OR starts_with(lane, OLD.name || '/');
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION forget_provider FROM PUBLIC;

CREATE TRIGGER forget_provider AFTER DELETE ON provider_accounts
    FOR EACH ROW EXECUTE FUNCTION forget_provider();

COMMIT;
