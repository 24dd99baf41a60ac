-- Deploy sms-tracker:templates to pg
-- requires: messages
-- requires: settings
BEGIN;

-- The texts of a business. The one named default is sent: a dealership's own, or else everybody's,
-- which tenant_settings.message_template always equals.
CREATE TABLE templates (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id       integer     NOT NULL REFERENCES tenants,
    name            text        NOT NULL,
    dealership_id   bigint      REFERENCES dealerships,
    current_version integer     NOT NULL DEFAULT 0,
    archived_at     timestamptz
);
CREATE UNIQUE INDEX templates_by_name ON templates (tenant_id, name, coalesce(dealership_id, 0));

-- Never changed, so that a message's text can be explained for ever.
CREATE TABLE template_versions (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id   integer     NOT NULL,
    template_id bigint      NOT NULL REFERENCES templates,
    version     integer     NOT NULL,
    text        text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    -- Null where nobody was logged in.
    created_by  text,
    UNIQUE (template_id, version)
);

-- The version that the message's last text was made from; null for a text of its own.
ALTER TABLE messages ADD COLUMN template_version_id bigint;

CALL keep_tenants_apart('templates');
CALL keep_tenants_apart('template_versions');
GRANT SELECT, INSERT, UPDATE ON templates TO sms_function;
GRANT SELECT, INSERT ON template_versions TO sms_function;
GRANT SELECT ON templates, template_versions TO sms_worker;

-- Makes a text the current version, and says its number; the same text makes no new one.
CREATE FUNCTION save_template(
    tenant integer, template text, dealership bigint, body text, author text
) RETURNS integer
    LANGUAGE plpgsql AS $$
DECLARE
    kept templates;
BEGIN
    INSERT INTO templates AS t (tenant_id, name, dealership_id)
    VALUES (tenant, template, dealership)
    ON CONFLICT (tenant_id, name, coalesce(dealership_id, 0)) DO UPDATE SET archived_at = NULL
    RETURNING t.* INTO kept;
    IF EXISTS (SELECT FROM template_versions v
                WHERE v.template_id = kept.id AND v.version = kept.current_version
                  AND v.text = body) THEN
        RETURN kept.current_version;
    END IF;
    INSERT INTO template_versions (tenant_id, template_id, version, text, created_by)
    VALUES (tenant, kept.id, kept.current_version + 1, body, author);
    UPDATE templates SET current_version = kept.current_version + 1 WHERE id = kept.id;
    RETURN kept.current_version + 1;
END
$$;

-- Whoever writes the setting makes a version; sms.author tells who, where it is set.
CREATE FUNCTION version_message_template() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM save_template(NEW.tenant_id, 'default', NULL, NEW.message_template,
                          nullif(current_setting('sms.author', true), ''));
    RETURN NULL;
END
$$;
CREATE TRIGGER version_message_template AFTER INSERT OR UPDATE OF message_template
    ON tenant_settings FOR EACH ROW EXECUTE FUNCTION version_message_template();

SELECT save_template(tenant_id, 'default', NULL, message_template, NULL) FROM tenant_settings;

COMMIT;
