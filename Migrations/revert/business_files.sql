-- Revert sms-tracker:business_files from pg
BEGIN;

DROP FUNCTION business_without_rows, end_business_removal;

-- Goes a few blocks on in the oldest removal that has not ended, and says whether there was one.
--
-- Rows are found by walking the tables, which needs no index and reads each table once in a pass.
CREATE OR REPLACE FUNCTION remove_business_rows(block_count integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    job     business_removals;
    target  text;
    budget  bigint := block_count;
    upto    bigint;
    removed bigint;
BEGIN
    SELECT * INTO job FROM business_removals
     WHERE ended_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM set_config('app.removing', 'yes', true);
    IF cardinality(job.to_walk) = 0 THEN
        IF job.passes > 0 AND job.found = 0 THEN
            DELETE FROM tenants WHERE id = job.business;
            UPDATE business_removals SET ended_at = now() WHERE id = job.id;
            RETURN true;
        END IF;
        job.to_walk := tables_of_businesses();
        job.passes := job.passes + 1;
        job.found := 0;
    END IF;
    WHILE budget > 0 AND cardinality(job.to_walk) > 0 LOOP
        target := job.to_walk[1];
        upto := job.next_block + budget;
        EXECUTE format('DELETE FROM %I WHERE tenant_id = $1 AND ctid >= $2 AND ctid < $3', target)
          USING job.business, format('(%s,0)', job.next_block)::tid,
                format('(%s,0)', least(upto, 4294967295))::tid;
        GET DIAGNOSTICS removed = ROW_COUNT;
        IF removed > 0 THEN
            job.found := job.found + removed;
            job.counts := job.counts || jsonb_build_object(
                target, coalesce((job.counts ->> target)::bigint, 0) + removed);
        END IF;
        IF upto * current_setting('block_size')::bigint >= pg_relation_size(target::regclass) THEN
            -- A table that is small costs a little all the same.
            budget := budget - 1
                - (pg_relation_size(target::regclass) / current_setting('block_size')::bigint
                   - job.next_block);
            job.to_walk := job.to_walk[2:];
            job.next_block := 0;
        ELSE
            job.next_block := upto;
            budget := 0;
        END IF;
    END LOOP;
    UPDATE business_removals
       SET counts = job.counts, passes = job.passes, found = job.found, to_walk = job.to_walk,
           next_block = job.next_block
     WHERE id = job.id;
    RETURN true;
END
$$;

UPDATE business_removals SET ended_at = coalesce(ended_at, rows_gone_at);
ALTER TABLE business_removals DROP COLUMN rows_gone_at;

COMMIT;
