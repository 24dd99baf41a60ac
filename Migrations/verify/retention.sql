-- Verify sms-tracker:retention on pg
BEGIN;

SELECT tenant_id, kind, days, chosen_by, chosen_at, next_run_at, position_at, position_id,
       passed_from, done_until, ran_at, removed
  FROM retention WHERE false;
SELECT content_removed_at FROM messages WHERE false;
SELECT content_removed_at FROM inbound_messages WHERE false;
SELECT content_removed_at FROM engagements WHERE false;
SELECT coming_night(0);

ROLLBACK;
