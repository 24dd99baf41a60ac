-- What a migrated database needs so that it can be put back to how it is now: scratch.restore().
--
-- A test that changes the schema itself leaves a note: its database is not used again, nor is one
-- with much in it, whose dead rows would cost the next test time.
CREATE SCHEMA scratch;
CREATE TABLE scratch.schema_changes (command text NOT NULL);
CREATE TABLE scratch.sequences (name regclass, value bigint, is_called boolean);
CREATE TABLE scratch.lists AS
    SELECT oid::regclass AS name, 'scratch.kept_' || relname AS kept,
           (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
             WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped
               AND attgenerated = '') AS columns
      FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r';
DO $$
DECLARE
    sequence regclass;
    list scratch.lists;
    is_used boolean;
BEGIN
    FOR sequence IN SELECT oid FROM pg_class
                     WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' LOOP
        EXECUTE format('INSERT INTO scratch.sequences SELECT %L, last_value, is_called FROM %1$s', sequence);
    END LOOP;
    FOR list IN SELECT * FROM scratch.lists LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', list.name) INTO is_used;
        IF is_used THEN
            EXECUTE format('CREATE TABLE %s AS TABLE %s', list.kept, list.name);
        ELSE
            UPDATE scratch.lists SET kept = NULL WHERE name = list.name;
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION scratch.restore() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    list scratch.lists;
    is_changed boolean;
BEGIN
    IF EXISTS (SELECT FROM scratch.schema_changes)
        OR EXISTS (SELECT FROM scratch.lists WHERE pg_relation_size(name) > 1 << 20) THEN
        RETURN false;
    END IF;
    -- Neither triggers nor foreign keys have a say in this.
    SET LOCAL session_replication_role = replica;
    SET LOCAL client_min_messages = warning;
    ALTER TABLE messages ENABLE TRIGGER message_transitions;
    -- To truncate them would make files anew for each table and index, which takes ten times as long.
    FOR list IN SELECT * FROM scratch.lists WHERE kept IS NULL LOOP
        EXECUTE format('DELETE FROM %s', list.name);
    END LOOP;
    FOR list IN SELECT * FROM scratch.lists WHERE kept IS NOT NULL LOOP
        EXECUTE format('SELECT (SELECT (count(*), sum(hashtextextended(t::text, 0))) FROM %s t)
                         IS DISTINCT FROM
                               (SELECT (count(*), sum(hashtextextended(t::text, 0))) FROM %s t)',
                       list.name, list.kept) INTO is_changed;
        CONTINUE WHEN NOT is_changed;
        EXECUTE format('DELETE FROM %s', list.name);
        EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM %s',
                       list.name, list.columns, list.kept);
    END LOOP;
    PERFORM setval(name, value, is_called) FROM scratch.sequences;
    RETURN true;
END $$;

CREATE FUNCTION scratch.note_schema_change() RETURNS event_trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    -- Many tests ask for this, and it is put back.
    IF current_query() <> 'ALTER TABLE messages DISABLE TRIGGER message_transitions' THEN
        INSERT INTO scratch.schema_changes VALUES (tg_tag);
    END IF;
END $$;
CREATE EVENT TRIGGER schema_changes ON ddl_command_end
    EXECUTE FUNCTION scratch.note_schema_change();
