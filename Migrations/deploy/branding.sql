-- Deploy sms-tracker:branding to pg
-- requires: tenants
BEGIN;

-- How a business shows itself to its customers.
CREATE TABLE brandings (
    tenant_id    integer     PRIMARY KEY REFERENCES tenants,
    -- Empty: the name of the message's dealership, or of the tenant.
    display_name text        NOT NULL DEFAULT '' CHECK (char_length(display_name) <= 80),
    -- Of the head and the buttons, and behind the page.
    colour       text        NOT NULL DEFAULT '#2454d6' CHECK (colour ~ '^#[0-9a-f]{6}$'),
    background   text        NOT NULL DEFAULT '#f4f6fb' CHECK (background ~ '^#[0-9a-f]{6}$'),
    -- Of the customer's page where the message says none.
    language     text        NOT NULL DEFAULT 'en',
    -- Empty: the usual question, in the customer's language.
    question     text        NOT NULL DEFAULT '' CHECK (char_length(question) <= 200),
    -- A rating of so many stars or fewer is told at once; 0 for none.
    low_rating   smallint    NOT NULL DEFAULT 3 CHECK (low_rating BETWEEN 0 AND 4),
    updated_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE brand_logos (
    tenant_id  integer     PRIMARY KEY REFERENCES tenants,
    -- What is in the address of it, so that a copy may be kept for ever.
    digest     text        NOT NULL,
    media_type text        NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp')),
    bytes      bytea       NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 204800),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX brand_logos_by_digest ON brand_logos (digest);

-- A customer's telephone asks for a logo without saying whose customer it is.
CREATE FUNCTION find_brand_logo(wanted text) RETURNS TABLE (media_type text, bytes bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.media_type, l.bytes FROM brand_logos l WHERE l.digest = wanted LIMIT 1
$$;
REVOKE ALL ON FUNCTION find_brand_logo FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_brand_logo TO sms_function;

CALL keep_tenants_apart('brandings');
CALL keep_tenants_apart('brand_logos');
GRANT SELECT, INSERT, UPDATE ON brandings TO sms_function;
GRANT SELECT, INSERT, UPDATE, DELETE ON brand_logos TO sms_function;
GRANT SELECT ON brandings, brand_logos TO sms_worker;
GRANT UPDATE (time_zone, default_region) ON tenants TO sms_function;

COMMIT;
