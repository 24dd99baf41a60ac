"""Made-up messages are such as real ones could be."""

import json
import subprocess
from pathlib import Path

from system import setting

SCRIPTS = Path(__file__).resolve().parents[2] / "deploy" / "lib"
MADE = ("messages", "transactions", "attempts", "message_events", "engagements", "inbound_messages", "search_postings")
IMPOSSIBLE = {
    "sent later than reported": "SELECT count(*) FROM made m WHERE sent_at > finished_at",
    "followed before it was sent":
        "SELECT count(*) FROM engagements e JOIN made m ON m.id = e.message_id WHERE e.clicked_at < m.sent_at",
    "written to after STOP":
        "SELECT count(*) FROM suppressions s JOIN made m ON m.recipient = s.number AND m.sent_at > s.added_at",
    "attempted though it was not to go": """
        SELECT count(*) FROM attempts a JOIN made m ON m.id = a.message_id
         WHERE m.status IN ('scheduled', 'suppressed', 'cancelled')""",
}


def test_made_up_messages_could_be_real():
    told = after_seeding()
    assert all(told[table] > 0 for table in MADE), told
    assert {what: told[what] for what in IMPOSSIBLE} == dict.fromkeys(IMPOSSIBLE, 0)


def after_seeding():
    """Counts what a run has made, within its transaction, which is then taken back."""
    own = "xmin = pg_current_xact_id()::xid"
    counts = {table: f"SELECT count(*) FROM {table} WHERE {own}" for table in MADE} | IMPOSSIBLE
    pairs = ", ".join(f"'{what}', ({query})" for what, query in counts.items())
    ending = f"WITH made AS (SELECT * FROM messages WHERE {own}) SELECT jsonb_build_object({pairs}); ROLLBACK;"
    script = "BEGIN;" + (SCRIPTS / "seed.sql").read_text().replace("BEGIN;", "").replace(
        "COMMIT;", f"\\ir seed-opt-outs.sql\n{ending}")
    variables = [word for name in ("first=1", "last=600", "total=600", "run=test") for word in ("-v", name)]
    done = subprocess.run(["psql", "-qXAt", *variables, setting("DATABASE_URL")], input=script, cwd=SCRIPTS,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])
