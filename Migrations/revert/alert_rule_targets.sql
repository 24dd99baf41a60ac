-- Revert sms-tracker:alert_rule_targets from pg
BEGIN;

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
     WHERE g.enabled AND g.tenant_id = coalesce(NEW.tenant_id, g.tenant_id)
       AND (g.kinds IS NULL OR NEW.kind = ANY (g.kinds))
       AND (NEW.rule_id IS NOT NULL
            OR EXISTS (SELECT FROM alert_rules r WHERE r.tenant_id = g.tenant_id
                          AND r.kind = NEW.kind AND r.enabled));
    RETURN NULL;
END
$$;
DROP FUNCTION alert_rule_reaches_chosen(bigint);
DROP TABLE alert_rule_targets;
ALTER TABLE alert_rules DROP COLUMN to_all;

COMMIT;
