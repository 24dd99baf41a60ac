-- Deploy sms-tracker:callback_paths to pg
-- requires: messages
-- requires: routing
BEGIN;

CREATE TYPE callback_path_state AS ENUM ('working', 'broken');

-- Whether each account's reports reach us, and the station at which they fail. The name is one for
-- the whole installation and only its administrators read this, so it is nobody's data.
CREATE TABLE callback_paths (
    provider   text                PRIMARY KEY,
    state      callback_path_state NOT NULL,
    since      timestamptz         NOT NULL DEFAULT now(),
    hop        text,
    detail     text,
    -- Of the messages accepted lately, how many there are and how many have a report.
    accepted   integer             NOT NULL,
    reported   integer             NOT NULL,
    checked_at timestamptz         NOT NULL DEFAULT now(),
    CHECK ((state = 'broken') = (hop IS NOT NULL))
);

-- Rows come in the order of this column, so a few blocks hold the newest; it costs a write nothing.
CREATE INDEX attempts_recent ON attempts USING brin (started_at) WITH (pages_per_range = 32);
-- Reports on messages that we do not know: hardly any.
CREATE INDEX delivery_reports_unmatched ON delivery_reports (received_at)
    WHERE message_id IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON callback_paths TO sms_worker;

COMMIT;
