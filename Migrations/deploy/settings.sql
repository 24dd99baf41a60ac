-- Deploy sms-tracker:settings to pg
-- requires: tenants
BEGIN;

CREATE TABLE tenant_settings (
    tenant_id           integer     PRIMARY KEY REFERENCES tenants,
    message_template    text        NOT NULL,
    google_review_url   text        NOT NULL DEFAULT '',
    trustpilot_url      text        NOT NULL DEFAULT '',
    feedback_url        text        NOT NULL DEFAULT '',
    delay_hours         integer     NOT NULL DEFAULT 24 CHECK (delay_hours BETWEEN 0 AND 168),
    retry_attempts      integer     NOT NULL DEFAULT 3 CHECK (retry_attempts BETWEEN 0 AND 10),
    retry_delay_minutes integer     NOT NULL DEFAULT 5 CHECK (retry_delay_minutes BETWEEN 0 AND 1440),
    batch_size          integer     NOT NULL DEFAULT 100 CHECK (batch_size BETWEEN 1 AND 1000),
    default_dealership  text        NOT NULL DEFAULT '',
    default_customer    text        NOT NULL DEFAULT '',
    updated_at          timestamptz NOT NULL DEFAULT now()
);

CALL keep_tenants_apart('tenant_settings');
GRANT SELECT, UPDATE ON tenant_settings TO sms_function;
GRANT SELECT ON tenant_settings TO sms_worker;

INSERT INTO tenant_settings (tenant_id, message_template)
SELECT id,
       'Hi {customer_name|there}, thank you for visiting {dealership_name|us}! '
       || 'How was it? {review_url} Reply STOP to opt out.'
  FROM tenants;

COMMIT;
