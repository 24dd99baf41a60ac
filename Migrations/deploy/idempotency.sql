-- Deploy sms-tracker:idempotency to pg
-- requires: tenants
BEGIN;

-- The answer to a request that carried an Idempotency-Key; no answer yet means it is being worked on.
CREATE TABLE idempotent_answers (
    tenant_id    integer     NOT NULL REFERENCES tenants,
    key          text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash text        NOT NULL,
    started_at   timestamptz NOT NULL DEFAULT now(),
    status       smallint,
    media_type   text,
    body         bytea,
    PRIMARY KEY (tenant_id, key)
);
CREATE INDEX idempotent_answers_age ON idempotent_answers (started_at);

CALL keep_tenants_apart('idempotent_answers');
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotent_answers TO sms_function;
GRANT SELECT (started_at), DELETE ON idempotent_answers TO sms_worker;

COMMIT;
