-- Verify sms-tracker:languages_channels on pg
BEGIN;
SELECT m.language, m.channel, t.language FROM messages m, templates t WHERE false;
SELECT 1 / count(*) FROM pg_proc WHERE proname = 'save_template' AND pronargs = 6;
ROLLBACK;
