-- Verify sms-tracker:branding on pg
BEGIN;
SELECT tenant_id, display_name, colour, background, language, question, low_rating
  FROM brandings WHERE false;
SELECT tenant_id, digest, media_type, bytes FROM brand_logos WHERE false;
ROLLBACK;
