-- Verify sms-tracker:vault on pg
BEGIN;

SELECT tenant_id, number, wrapped, former, marks, made_at, wrapped_at FROM data_keys WHERE false;
SELECT fingerprint, since FROM secrets_key WHERE false;
SELECT number, wrapped, former, marks, is_new FROM find_data_key(0, false) WHERE false;
SELECT 'make_data_key(integer,text,bytea,bytea)'::regprocedure;
SELECT name FROM find_sign_in('') WHERE false;
SELECT name FROM find_sign_in_provider(0) WHERE false;
SELECT is_sealing_anew();

ROLLBACK;
