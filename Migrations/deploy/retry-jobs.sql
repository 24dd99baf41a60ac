-- Deploy sms-tracker:retry-jobs to pg
-- requires: messages
BEGIN;

-- A retry of many, worked off in batches; after_* is the key of the last message looked at, so that
-- a restart goes on where it stopped.
CREATE TABLE retry_jobs (
    id            uuid        PRIMARY KEY,
    tenant_id     integer     NOT NULL REFERENCES tenants,
    filter        jsonb       NOT NULL,
    state         text        NOT NULL DEFAULT 'running'
                              CHECK (state IN ('running', 'done', 'cancelled')),
    total         integer     NOT NULL,
    done          integer     NOT NULL DEFAULT 0,
    failed        integer     NOT NULL DEFAULT 0,
    after_moment  timestamptz,
    after_message uuid,
    created_by    text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    ended_at      timestamptz
);
CREATE INDEX retry_jobs_log ON retry_jobs (tenant_id, created_at DESC, id DESC);
CREATE INDEX retry_jobs_running ON retry_jobs (created_at) WHERE state = 'running';

CALL keep_tenants_apart('retry_jobs');
GRANT SELECT, INSERT, UPDATE ON retry_jobs TO sms_function;
GRANT SELECT, UPDATE ON retry_jobs TO sms_worker;

COMMIT;
