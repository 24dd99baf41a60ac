-- Verify sms-tracker:callback_paths on pg
BEGIN;
SELECT provider, state, since, hop, detail, accepted, reported, checked_at
  FROM callback_paths WHERE false;
ROLLBACK;
