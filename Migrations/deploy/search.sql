-- Deploy sms-tracker:search to pg
-- requires: counts
-- requires: templates
-- requires: conversations
BEGIN;

-- The log is searched and sorted by what never changes: who, which transaction, how much. That is
-- kept apart from the messages and written by `maintain` after the message has been stored, so that
-- receiving a transaction pays nothing for it. What is not written yet is read from the messages
-- themselves, in the same statement: the log is exact at every moment.

-- Text as it is compared: small letters without accents.
CREATE FUNCTION searched(written text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(CASE WHEN octet_length(written) = length(written) THEN written
                      ELSE regexp_replace(normalize(written, NFKD), '[\u0300-\u036f]', '', 'g')
                 END)
$$;

-- The words that begin with what a person types, each after a space. A word with a mark inside
-- (O'Neil) stands in its pieces and as a whole without the mark; a transaction's id as a whole and
-- from its last two marks on; a number forwards and, after a tilde, backwards, so that its last
-- digits are the beginning of a word too.
CREATE FUNCTION search_words(name text, transaction text, number text, own_text text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    marks  CONSTANT text := E'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~’‘“”–—\t\n\r';
    blanks CONSTANT text := repeat(' ', length(marks));
    digits CONSTANT text := ltrim(number, '+');
    said   CONSTANT text := searched(CASE WHEN own_text IS NULL THEN coalesce(name, '')
                                          ELSE coalesce(name, '') || ' ' || left(own_text, 400)
                                     END);
    pieces text := translate(said, marks, blanks);
    parts  text[] := string_to_array(translate(searched(transaction), marks, blanks), ' ');
    last   CONSTANT integer := cardinality(parts);
BEGIN
    IF pieces <> said THEN
        pieces := pieces || ' ' || translate(said, translate(marks, E'\t\n\r', ''), '');
    END IF;
    IF last > 1 THEN
        parts := ARRAY[array_to_string(parts, ''), parts[last],
                       CASE WHEN last > 2 THEN parts[last - 1] || parts[last] END];
    END IF;
    RETURN ' ' || pieces || ' ' || array_to_string(parts, ' ') || ' ' || digits
           || ' ~' || reverse(digits);
END
$$;

-- The customer's name as the log is sorted by it; who has none comes last.
CREATE FUNCTION sorted_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN name IS NULL OR name = '' THEN U&'\+10FFFF'
                ELSE left(searched(name), 60) END
$$;

CREATE TABLE message_search (
    message_id    uuid             PRIMARY KEY,
    tenant_id     integer          NOT NULL,
    received_at   timestamptz      NOT NULL,
    customer      text COLLATE "C" NOT NULL,
    -- -1 without one: it comes before all others.
    amount_micros bigint           NOT NULL,
    words         text             NOT NULL
);
CREATE INDEX message_search_by_customer
    ON message_search (tenant_id, customer, received_at DESC, message_id DESC);
CREATE INDEX message_search_by_amount
    ON message_search (tenant_id, amount_micros, received_at DESC, message_id DESC);

-- Where each word occurs, newest last: any beginning of a word is one range, read in either
-- direction and counted as far as it is worth counting.
CREATE TABLE search_postings (
    tenant_id   integer          NOT NULL,
    word        text COLLATE "C" NOT NULL,
    received_at timestamptz      NOT NULL,
    message_id  uuid             NOT NULL
);
CREATE INDEX search_postings_by_word
    ON search_postings (tenant_id, word, received_at, message_id);

-- Messages that are counted and not searchable yet.
CREATE TABLE search_queue (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  integer     NOT NULL,
    message_id uuid        NOT NULL,
    queued_at  timestamptz NOT NULL DEFAULT now()
);

-- A new message leaves the journal for the queue when it is folded into the counts, in one commit.
CREATE FUNCTION queue_for_search() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO search_queue (tenant_id, message_id)
    SELECT f.tenant_id, f.message_id FROM folded f
     WHERE f.from_status IS NULL
       AND NOT EXISTS (SELECT FROM message_search s WHERE s.message_id = f.message_id)
     ORDER BY f.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER queue_for_search AFTER DELETE ON status_changes
    REFERENCING OLD TABLE AS folded
    FOR EACH STATEMENT EXECUTE FUNCTION queue_for_search();

-- What is not searchable yet: the journal's and the newest of the queue, which is short but for the
-- minutes after a flood.
CREATE FUNCTION waiting_for_search()
    RETURNS TABLE (tenant_id integer, message_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT w.tenant_id, w.message_id
      FROM (SELECT tenant_id, message_id FROM status_changes WHERE from_status IS NULL
            UNION ALL
            (SELECT tenant_id, message_id FROM search_queue ORDER BY id DESC LIMIT 20000)) w
     WHERE NOT EXISTS (SELECT FROM message_search s WHERE s.message_id = w.message_id)
$$;

-- Filters that find few among many, and the orders that the log is read in.
CREATE INDEX messages_by_dealership
    ON messages (tenant_id, dealership_id, received_at DESC, id DESC);
CREATE INDEX messages_by_error ON messages (tenant_id, error_code, received_at DESC, id DESC)
    WHERE error_code IS NOT NULL;
CREATE INDEX messages_by_cost
    ON messages (tenant_id, coalesce(price_micros, estimate_micros, -1), received_at DESC, id DESC);
CREATE INDEX attempts_by_account ON attempts (tenant_id, provider, message_id);

CALL keep_tenants_apart('message_search');
CALL keep_tenants_apart('search_postings');
CALL keep_tenants_apart('search_queue');
GRANT SELECT ON message_search, search_postings, search_queue TO sms_function, sms_worker;
GRANT INSERT ON message_search, search_postings TO sms_worker;
GRANT UPDATE, DELETE ON search_queue TO sms_worker;
REVOKE ALL ON FUNCTION queue_for_search() FROM PUBLIC;

-- Those that were here before this change.
INSERT INTO search_queue (tenant_id, message_id)
SELECT m.tenant_id, m.id FROM messages m
 WHERE NOT EXISTS (SELECT FROM status_changes c WHERE c.message_id = m.id AND c.from_status IS NULL)
 ORDER BY m.received_at;

COMMIT;
