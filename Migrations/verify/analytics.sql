-- Verify sms-tracker:analytics on pg
BEGIN;
SELECT tenant_id, slice, is_week, day, member, delivered FROM delivery_sums WHERE false;
SELECT bucket, messages, milliseconds FROM latency_sums WHERE false;
SELECT code, messages FROM error_sums WHERE false;
SELECT currency, micros FROM cost_sums WHERE false;
SELECT replies, opt_outs FROM answer_sums WHERE false;
SELECT hour, sent FROM hour_sums WHERE false;
SELECT id, replies, opt_outs FROM answer_changes WHERE false;
SELECT hour, provider, micros, milliseconds FROM unfolded_figures() WHERE false;
SELECT provider, billed_micros, billed_currency FROM messages WHERE false;
SELECT 1 / (latency_bucket(16) = 16 AND latency_bucket(2000000000) = 230)::integer;
ROLLBACK;
