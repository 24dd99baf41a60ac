"""What is removed by night lies in archives, and is brought back from them."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from expect import assert_problem
from system import processes, rows, state, value, wait_for
from test_retention import choose, night, old

ROOT = Path(__file__).resolve().parents[2]


def archives(business):
    return business.read("/api/archives")["archives"]


def said(business, message):
    """All that was said in one message, as the system tells it."""
    told = business.message(message)
    record = {name: told["record"][name] for name in ("body", "customerName", "salesRepName")}
    return record, [event["detail"] for event in told["timeline"]], rows(
        "SELECT raw FROM delivery_reports WHERE message_id = %(id)s ORDER BY id", id=message)


def archived(business, count=1, **more):
    """Messages that were removed by night, what was said in them, and the archive that they are in."""
    choose(business, messages=90)
    ids = [old(business, **more) for _ in range(count)]
    before = {one: said(business, one) for one in ids}
    night(business)
    [archive] = [one for one in archives(business) if one["kind"] == "messages"]
    assert archive["records"] == count and archive["restoration"] is None
    return before, archive


def await_restored(business, archive):
    def found():
        [one] = [one for one in archives(business) if one["id"] == archive["id"]]
        return one["restoration"] if one["restoration"] and one["restoration"]["endedAt"] else None

    return wait_for(found, of="the archive to be brought back")


def test_what_was_removed_is_brought_back_as_it_was(business):
    before, archive = archived(business, count=2)
    for one in before:
        assert business.record(one)["body"] is None
    answer = business.post(f"/api/archives/{archive['id']}/restoration")
    assert answer.status_code == 202, answer.text
    restoration = await_restored(business, archive)
    assert (restoration["restored"], restoration["unreadable"], restoration["problem"]) == (2, 0, None)
    assert {one: said(business, one) for one in before} == before
    night(business)  # what was brought back stays
    assert {one: said(business, one) for one in before} == before
    wait_for(lambda: len(business.read("/api/messages", search="angstrom")["messages"]) == 2, of="both to be found again")


def test_replies_and_comments_are_archived_too(business):
    sent = business.send(customerName="Zoë")
    rows("INSERT INTO inbound_messages (tenant_id, provider, provider_message_id, sender, recipient, body, intent, raw, received_at) "
         "VALUES (%(t)s, 'twilio', %(id)s, '+15005550123', '+15005550006', 'Grüße 🚗', 'other', '{\"NumMedia\": \"0\"}', now() - interval '100 days')",
         t=business.tenant, id=f"IN{business.run}")
    assert sent
    night(business)
    [archive] = archives(business)
    assert (archive["kind"], archive["records"]) == ("replies", 1)
    business.post(f"/api/archives/{archive['id']}/restoration")
    await_restored(business, archive)
    [reply] = rows("SELECT body, raw, content_removed_at FROM inbound_messages WHERE tenant_id = %(t)s", t=business.tenant)
    assert (reply["body"], reply["raw"], reply["content_removed_at"]) == ("Grüße 🚗", {"NumMedia": "0"}, None)


def test_a_file_tells_nothing_and_is_what_was_written(business):
    before, archive = archived(business)
    path = state() / "archives" / archive["file"]
    bytes_ = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600 and (state() / "archives").stat().st_mode & 0o777 == 0o700
    assert len(bytes_) == archive["bytes"]
    [message] = before
    for secret in ("Zoë", "ngstr", before[message][0]["body"][:20], business.record(message)["customerPhone"]):
        assert secret.encode() not in bytes_
    path.write_bytes(bytes_[:-1] + bytes([bytes_[-1] ^ 1]))
    business.post(f"/api/archives/{archive['id']}/restoration")
    assert "not what was written" in await_restored(business, archive)["problem"]
    path.write_bytes(bytes_)
    business.post(f"/api/archives/{archive['id']}/restoration")
    assert await_restored(business, archive)["restored"] == 1


def test_who_was_erased_gets_a_copy_before_and_does_not_come_back(business):
    before, archive = archived(business, count=2)
    erased, kept = before
    customer = {"phone": business.record(erased)["customerPhone"]}
    sections = {one["title"]: one["records"] for one in business.post("/api/privacy/copy", customer).json()["sections"]}
    [record] = sections["Archives"]
    assert before[erased][0]["body"] in str(record)
    certificate = business.post("/api/privacy/erase", {**customer, "reason": "Request 17"}).json()
    assert certificate["archivedRecordsUnreadable"] == 1
    business.post(f"/api/archives/{archive['id']}/restoration")
    restoration = await_restored(business, archive)
    assert (restoration["restored"], restoration["unreadable"]) == (1, 1)
    assert business.record(erased)["body"] is None and said(business, kept) == before[kept]


def test_an_archive_is_its_business_own(open_business):
    mine, other = open_business(), open_business()
    _, archive = archived(mine)
    assert archives(other) == []
    assert_problem(other.post(f"/api/archives/{archive['id']}/restoration"), 404)
    assert_problem(mine.post("/api/archives/nonsense/restoration"), 404)
    reader = {"x-api-key": mine.add_key(["settings:read"])}
    assert_problem(mine.call("POST", f"/api/archives/{archive['id']}/restoration", headers=reader), 403)


def test_the_administrator_lists_and_brings_back(business):
    before, archive = archived(business)
    environment = {**os.environ, "SMS_STATE_DIR": str(state())}

    def run(*words):
        return subprocess.run([ROOT / "deploy/archive", *words], env=environment, capture_output=True, text=True, timeout=60)

    listed = run("list", str(business.tenant))
    assert listed.returncode == 0 and archive["file"] in listed.stdout, listed.stderr
    restored = run("restore", str(archive["id"]))
    assert restored.returncode == 0 and "1 records are back" in restored.stdout, restored.stderr
    assert {one: said(business, one) for one in before} == before
    assert run("restore", "999999999").returncode != 0


@pytest.mark.serial
def test_a_night_that_is_cut_off_goes_on(business):
    """Whenever `maintain` is killed, everything that was removed is in exactly one file."""
    choose(business, messages=90)
    rows("""
        WITH old AS MATERIALIZED (SELECT n, gen_random_uuid() AS t, gen_random_uuid() AS m, now() - interval '150 days' + n * interval '1 second' AS at
                       FROM generate_series(1, 1000) n),
        transactions AS (INSERT INTO transactions (id, tenant_id, external_id, customer_phone, customer_name, received_at)
                         SELECT t, %(t)s, 'cut-' || n, '+1415517' || 1000 + n, 'Zoë', at FROM old)
        INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient, received_at, due_at, due_hour, body)
        SELECT m, %(t)s, t, 'transaction', 'delivered', '+1415517' || 1000 + n, at, at, at, 'Hello ' || n FROM old""", t=business.tenant)
    rows("UPDATE retention SET next_run_at = now() WHERE tenant_id = %(t)s AND kind = 'messages'", t=business.tenant)

    def removed():
        return value("SELECT count(*) FROM messages WHERE tenant_id = %(t)s AND content_removed_at IS NOT NULL", t=business.tenant)

    for goal in (1, 300, 700):
        wait_for(lambda: removed() >= goal, seconds=120, of=f"{goal} to be removed")
        for pid in [pid for name, pid in processes().items() if name.startswith("maintain")]:
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: removed() == 1000, seconds=120, of="all to be removed")
    wait_for(lambda: value("SELECT next_run_at > now() FROM retention WHERE tenant_id = %(t)s AND kind = 'messages'", t=business.tenant), of="the end")
    found = [one for one in archives(business) if one["kind"] == "messages"]
    assert sum(one["records"] for one in found) == 1000
    for one in found:
        business.post(f"/api/archives/{one['id']}/restoration")
        await_restored(business, one)
    assert removed() == 0
    assert value("SELECT count(*) FROM messages WHERE tenant_id = %(t)s AND body = 'Hello ' || (SELECT substr(external_id, 5) "
                 "FROM transactions t WHERE t.id = transaction_id)", t=business.tenant) == 1000
