-- Deploy sms-tracker:alert_rule_targets to pg
-- requires: alert_rules
BEGIN;

-- Whether a rule is told to all targets that want its kind, or only to those of alert_rule_targets.
ALTER TABLE alert_rules ADD COLUMN to_all boolean NOT NULL DEFAULT true;

CREATE TABLE alert_rule_targets (
    rule_id   bigint  NOT NULL REFERENCES alert_rules ON DELETE CASCADE,
    target_id uuid    NOT NULL REFERENCES alert_targets ON DELETE CASCADE,
    tenant_id integer NOT NULL REFERENCES tenants ON DELETE CASCADE,
    PRIMARY KEY (rule_id, target_id)
);
CREATE INDEX alert_rule_targets_by_target ON alert_rule_targets (target_id);

-- Whether a rule has targets of its own of which one is turned on. When the last of them is removed
-- or turned off, the rule is told to all again: no rule falls silent without anybody having said so.
CREATE FUNCTION alert_rule_reaches_chosen(rule bigint) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM alert_rules r
                     JOIN alert_rule_targets c ON c.rule_id = r.id
                     JOIN alert_targets g ON g.id = c.target_id
                    WHERE r.id = rule AND NOT r.to_all AND g.enabled)
$$;

-- As before, but a rule with targets of its own is told to them, whatever kinds they want.
CREATE OR REPLACE FUNCTION announce_alert() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.cleared_at IS NOT NULL OR NEW.cleared_at IS NULL
                             OR NEW.acknowledged_at IS NOT NULL)
    THEN
        RETURN NULL;
    END IF;
    INSERT INTO alert_deliveries (tenant_id, target_id, alert_id, event, content)
    SELECT g.tenant_id, g.id, NEW.id,
           CASE TG_OP WHEN 'INSERT' THEN 'alert.raised' ELSE 'alert.ended' END,
           jsonb_build_object(
               'alertId', NEW.id, 'kind', NEW.kind, 'subject', NEW.subject, 'detail', NEW.detail,
               'count', NEW.count, 'raisedAt', iso8601(NEW.raised_at),
               'endedAt', iso8601(NEW.cleared_at), 'path', NEW.path, 'business', t.name,
               'raisedLocal', local_moment(NEW.raised_at, t.time_zone),
               'endedLocal', local_moment(NEW.cleared_at, t.time_zone))
      FROM alert_targets g JOIN tenants t ON t.id = g.tenant_id
      LEFT JOIN LATERAL (
           SELECT r.id FROM alert_rules r
            WHERE r.tenant_id = g.tenant_id
              AND CASE WHEN NEW.rule_id IS NOT NULL THEN r.id = NEW.rule_id
                       ELSE r.kind = NEW.kind AND r.enabled END
            ORDER BY r.id LIMIT 1) r ON true
     WHERE g.enabled AND g.tenant_id = coalesce(NEW.tenant_id, g.tenant_id)
       AND (NEW.rule_id IS NOT NULL OR r.id IS NOT NULL)
       AND CASE WHEN alert_rule_reaches_chosen(r.id)
                THEN EXISTS (SELECT FROM alert_rule_targets c
                              WHERE c.rule_id = r.id AND c.target_id = g.id)
                ELSE g.kinds IS NULL OR NEW.kind = ANY (g.kinds) END;
    RETURN NULL;
END
$$;

CALL keep_tenants_apart('alert_rule_targets');
GRANT SELECT, INSERT, DELETE ON alert_rule_targets TO sms_function;
GRANT UPDATE (to_all) ON alert_rules TO sms_function;
GRANT SELECT ON alert_rule_targets TO sms_worker;

COMMIT;
