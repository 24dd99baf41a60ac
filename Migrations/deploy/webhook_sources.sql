-- Deploy sms-tracker:webhook_sources to pg
-- requires: tenants
BEGIN;

-- How a CRM's own fields become ours. A version is never changed: the next one takes its place.
CREATE TABLE webhook_sources (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id   integer     NOT NULL REFERENCES tenants,
    name        text        NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    version     integer     NOT NULL CHECK (version > 0),
    mapping     jsonb       NOT NULL,
    saved_at    timestamptz NOT NULL DEFAULT now(),
    saved_by    text        NOT NULL,
    archived_at timestamptz,
    UNIQUE (tenant_id, name, version)
);

CALL keep_tenants_apart('webhook_sources');
GRANT SELECT, INSERT, UPDATE (archived_at) ON webhook_sources TO sms_function;

COMMIT;
