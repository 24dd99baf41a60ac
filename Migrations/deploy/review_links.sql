-- Deploy sms-tracker:review_links to pg
-- requires: messages
-- requires: settings
BEGIN;

-- Where reviews are asked for. A version is never changed: the next one takes its place, so that
-- every choice of the past can be made again.
CREATE TABLE review_platforms (
    id            bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id     integer NOT NULL REFERENCES tenants,
    version       integer NOT NULL,
    -- Null: for the dealerships that have no platforms of their own.
    dealership_id bigint  REFERENCES dealerships,
    name          text    NOT NULL,
    url           text    NOT NULL,
    weight        integer NOT NULL CHECK (weight BETWEEN 0 AND 1000)
);
CREATE UNIQUE INDEX review_platforms_once
    ON review_platforms (tenant_id, version, coalesce(dealership_id, 0), name);

-- The version that is chosen from; 0 has no platforms.
ALTER TABLE tenant_settings ADD COLUMN review_rotation integer NOT NULL DEFAULT 0;

-- The choice that the message's last text was made with.
ALTER TABLE messages
    ADD COLUMN review_platform text,
    ADD COLUMN review_rotation integer;

-- Whose platforms a dealership's customers see: its own, or (null) everybody's.
CREATE FUNCTION review_scope(tenant integer, rotation integer, dealership bigint) RETURNS bigint
    LANGUAGE sql STABLE AS $$
    SELECT p.dealership_id FROM review_platforms p
     WHERE p.tenant_id = tenant AND p.version = rotation AND p.dealership_id = dealership
     LIMIT 1
$$;

CALL keep_tenants_apart('review_platforms');
GRANT SELECT, INSERT ON review_platforms TO sms_function;
GRANT SELECT ON review_platforms TO sms_worker;

COMMIT;
