-- Verify sms-tracker:engagement on pg
BEGIN;
SELECT hash, tenant_id, message_id, purpose, made_at FROM message_links WHERE false;
SELECT message_id, clicked_at, review_clicks, page_views, previews, stars, comment, rated_at
  FROM engagements WHERE false;
SELECT tenant_id, day, dealership_id, clicked, rated, stars FROM current_engagement_counts()
 WHERE false;
SELECT short_links FROM tenant_settings WHERE false;
ROLLBACK;
