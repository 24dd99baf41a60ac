"""One customer's data, through the front door: what is known, a copy, evidence, and erasing it."""

import hashlib
import json
import subprocess
import uuid
from pathlib import Path

import pytest

from business import new_phone
from expect import assert_problem
from system import address, rows, setting, value, wait_for
from test_rules import answer

ROOT = Path(__file__).resolve().parents[2]
REASON = "Request 2026-17"


def spellings(phone):
    """A North American number as people and programs write it."""
    area, middle, last = phone[2:5], phone[5:8], phone[8:]
    return [phone[1:], phone[2:], f"({area}) {middle}-{last}", f"{area}-{middle}-{last}", f"{area}.{middle}.{last}"]


def dump():
    """All rows of the database as pg_dump writes them, also those of tables that are not logged."""
    return subprocess.run(["pg_dump", "--data-only", "--inserts", setting("DATABASE_URL")],
                          capture_output=True, text=True, check=True).stdout


class Customer:
    def __init__(self, business, phone=None):
        self.business, self.phone = business, phone or new_phone()
        self.name = f"Zoë {uuid.uuid4().hex[:10]}"
        self.word = f"otter-{uuid.uuid4().hex[:10]}"

    def visits(self):
        """Comes once: the CRM writes the number as people do, and the text is delivered."""
        area, middle, last = self.phone[2:5], self.phone[5:8], self.phone[8:]
        sent = self.business.send(customerPhone=f"({area}) {middle}-{last}", customerName=self.name, customerId=self.word)
        return self.business.await_status(sent["messageId"], "delivered")["record"]

    @property
    def traces(self):
        return [*spellings(self.phone), self.name, self.word]

    def post(self, path, **more):
        return self.business.post(f"/api/privacy/{path}", {"phone": self.phone, **more})

    def erase(self):
        certificate = self.post("erase", reason=REASON)
        assert certificate.status_code == 200, certificate.text
        return certificate.json()


@pytest.fixture
def customer(business):
    return Customer(business)


def await_logged(business, phone, requests):
    """The log of requests is written beside the requests."""
    wait_for(lambda: value("SELECT count(*) FROM webhook_requests WHERE tenant_id = %(tenant)s AND body LIKE %(last)s",
                           tenant=business.tenant, last=f"%{phone[-4:]}%") == requests, of="the requests being logged")


def test_what_is_known_is_counted_and_copied(business, customer):
    record = customer.visits()
    answer(customer.phone, f"Thanks, {customer.word}")
    found = customer.post("lookup").json()
    assert found["phone"] == customer.phone and found["known"]
    rows_of = {one["table"]: one["rows"] for one in found["tables"]}
    assert rows_of["transactions"] == rows_of["messages"] == rows_of["inbound_messages"] == 1
    copy = customer.post("copy")
    assert copy.headers["Content-Disposition"] == 'attachment; filename="customer.json"'
    assert copy.headers["Cache-Control"] == "no-store"
    sections = {section["title"]: section["records"] for section in copy.json()["sections"]}
    assert sections["Transactions"][0]["name"] == customer.name
    assert sections["Messages"][0]["text"] == record["body"]
    assert sections["Replies"][0]["text"] == f"Thanks, {customer.word}"
    assert not Customer(business).post("lookup").json()["known"]


@pytest.mark.parametrize("phone", ["", "517-2054", "+1 415", "not a number", None, 7])
def test_a_number_that_is_none_is_named(business, phone):
    for path in ("lookup", "copy", "erase", "evidence", "evidence.pdf"):
        assert_problem(business.post(f"/api/privacy/{path}", {"phone": phone, "reason": "r"}), 400, fields=["phone"])


def test_a_customer_who_is_erased_is_nowhere_and_everybody_else_is(business, customer):
    other = Customer(business)
    record, kept = customer.visits(), other.visits()
    for one in (customer, other):
        assert business.post("/webhook/transaction-complete", {"customerPhone": one.phone, "customerName": one.name}).status_code == 400
        answer(one.phone, f"Thanks, {one.word}")
        await_logged(business, one.phone, requests=2)
    job = business.post("/api/retry/bulk", {"job": True, "phone": customer.phone})
    assert job.status_code in (200, 202, 404, 409), job.text
    wait_for(lambda: business.read("/api/messages", search=customer.name)["messages"], of="the message being found")
    figures = business.read("/api/dashboard")["today"]
    before = dump()
    assert all(trace in before for trace in (customer.phone[1:], customer.name, customer.word))
    certificate = customer.erase()
    after = dump()
    assert [trace for trace in customer.traces if trace in after] == []
    for trace in (other.phone[1:], other.name, other.word):
        assert after.count(trace) == before.count(trace), trace
    assert business.read("/api/dashboard")["today"] == figures

    same = ["transactionId", "status", "segments", "price", "sentAt", "finishedAt", "provider", "providerMessageId", "attempts"]
    now = business.record(record["id"])
    assert {name: now[name] for name in same} == {name: record[name] for name in same}
    assert now["customerPhone"].startswith("erased-") and now["customerName"] is None and now["body"] is None
    assert business.record(kept["id"])["customerName"] == other.name
    assert not customer.post("lookup").json()["known"]
    assert certificate["reason"] == REASON and certificate["messagesCancelled"] == 0
    assert {"table": "messages", "title": "Messages", "rows": 1, "removed": False} in certificate["tables"]
    wait_for(lambda: business.read("/api/messages", search=record["transactionId"])["messages"], of="the message by its transaction")


def test_the_lists_go_on_with_a_customer_who_is_erased(business, customer):
    customer.visits()
    answer(customer.phone, "Where are you?")
    customer.erase()
    [message] = business.read("/api/messages")["messages"]
    assert message["customerPhone"].startswith("erased-")
    [conversation] = business.read("/api/conversations")["conversations"]
    assert conversation["number"] == message["customerPhone"]
    for path in ("/api/export/messages.csv", "/api/export/conversations.csv", "/api/dashboard", "/api/analytics"):
        assert business.get(path).status_code == 200, path


def test_what_waits_is_cancelled(business, customer):
    business.rows("UPDATE tenant_settings SET delay_hours = 24 WHERE tenant_id = %(tenant)s")
    sent = business.send(customerPhone=customer.phone)
    assert customer.erase()["messagesCancelled"] == 1
    message = business.message(sent["messageId"])
    assert message["record"]["status"] == "cancelled"
    assert message["timeline"][-1]["kind"] == "cancelled" and message["timeline"][-1]["detail"]["reason"] == "erased"


def test_a_message_that_is_under_way_is_waited_for(business, customer):
    record = customer.visits()
    rows("UPDATE attempts SET state = 'unknown' WHERE message_id = %(id)s", id=record["id"])
    assert_problem(customer.post("erase", reason=REASON), 409, "messages-under-way")
    assert customer.post("lookup").json()["known"]
    rows("UPDATE attempts SET state = 'accepted' WHERE message_id = %(id)s", id=record["id"])
    customer.erase()


def test_a_stop_survives_and_start_takes_it_back(business, customer):
    customer.visits()
    answer(customer.phone, "STOP")
    wait_for(lambda: business.rows("SELECT number FROM suppressions WHERE tenant_id = %(tenant)s"), of="the opt-out")
    wait_for(lambda: not business.rows("SELECT id FROM messages WHERE tenant_id = %(tenant)s AND status <> 'delivered'"), of="the confirmation")
    assert customer.erase()["optOutsKept"] == 1
    assert [trace for trace in customer.traces if trace in dump()] == []
    [entry] = business.read("/api/suppressions")["suppressions"]
    assert entry["number"].startswith("erased-") and not entry["releasable"]
    sent = business.send(customerPhone=customer.phone)
    business.await_status(sent["messageId"], "suppressed")
    answer(customer.phone, "START")
    sent = business.send(customerPhone=customer.phone)
    business.await_status(sent["messageId"], "delivered")


def test_a_reason_that_names_the_customer_is_refused(business, customer):
    customer.visits()
    for reason in (f"{customer.name} asked", f"call {customer.phone}", " ", "x" * 201):
        assert_problem(customer.post("erase", reason=reason), 400, fields=["reason"])
    assert customer.post("lookup").json()["known"]


def test_certificates_are_kept_and_say_nothing_of_whom(business):
    made = []
    for _ in range(3):
        customer = Customer(business)
        customer.visits()
        made.append(customer.erase())
    page = business.read("/api/privacy/certificates", limit=2)
    assert page["certificates"] == [made[2], made[1]]
    rest = business.read("/api/privacy/certificates", limit=2, cursor=page["nextCursor"])
    assert rest["certificates"] == [made[0]] and rest["nextCursor"] is None
    one = made[0]["id"]
    assert business.read(f"/api/privacy/certificates/{one}") == made[0]
    paper = business.get(f"/api/privacy/certificates/{one}/pdf")
    assert paper.headers["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert_problem(business.get(f"/api/privacy/certificates/{uuid.uuid4()}"), 404)
    assert_problem(business.get("/api/privacy/certificates/nonsense"), 404)
    assert_problem(business.get("/api/privacy/certificates", params={"cursor": "x" * 36}), 400, fields=["cursor"])
    done = [entry for entry in business.read("/api/audit", kind="customer")["audit"] if entry["action"] == "customer.erased"]
    assert len(done) == 3 and all("…" in entry["object"] for entry in done)


def test_evidence_says_what_was_sent_and_by_which_right(business, customer):
    record = customer.visits()
    answer(customer.phone, "STOP")
    pack = customer.post("evidence")
    evidence = pack.json()["evidence"]
    [origin] = [one for one in evidence["origins"] if one["kind"] == "transaction"]
    assert origin["transactionId"] == record["transactionId"] and origin["givenBy"] == "key test"
    [message] = [one for one in evidence["messages"] if one["message"]["record"]["id"] == record["id"]]
    assert message["message"]["record"]["body"] == record["body"]
    assert message["message"]["attempts"][0]["providerMessageId"] == record["providerMessageId"]
    assert [reply["text"] for reply in evidence["replies"]] == ["STOP"]
    assert evidence["optOuts"][0]["reason"] == "opted_out" and evidence["optOuts"][0]["source"] == "keyword"
    text = pack.text
    begin = text.index('"evidence":') + len('"evidence":')
    assert hashlib.sha256(text[begin:-1].encode()).hexdigest() == pack.json()["sha256"]
    again = customer.post("evidence").json()
    assert again["sha256"] == pack.json()["sha256"] or again["evidence"] != evidence
    paper = customer.post("evidence.pdf")
    assert paper.headers["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")


@pytest.mark.parametrize("role, may", [("owner", True), ("administrator", True), ("manager", False), ("agent", False), ("viewer", False)])
def test_owners_and_administrators_look_after_it(business, role, may):
    browser = business.log_in(role)
    found = browser.post(address("BASE_URL") + "/api/privacy/lookup", json={"phone": new_phone()}, timeout=30)
    if may:
        assert found.status_code == 200, found.text
    else:
        assert_problem(found, 403, "scope-missing")


def test_erasing_asks_for_the_password_again(business, customer):
    customer.visits()
    browser = business.log_in()
    business.rows("UPDATE sessions SET confirmed_at = now() - interval '1 hour' WHERE tenant_id = %(tenant)s")
    asked = {"phone": customer.phone, "reason": REASON}
    assert_problem(browser.post(address("BASE_URL") + "/api/privacy/erase", json=asked, timeout=30), 403, "confirmation-needed")
    assert customer.post("lookup").json()["known"]


def test_another_business_keeps_what_is_its_own(business, other_business, customer):
    customer.visits()
    theirs = Customer(other_business, customer.phone)
    theirs.visits()
    customer.erase()
    assert theirs.post("lookup").json()["known"] and not customer.post("lookup").json()["known"]


def test_the_host_can_do_it_when_nobody_can_log_in(business, customer, tool):
    customer.visits()
    copy = json.loads(tool("copy", customer.phone))
    assert copy["phone"] == customer.phone and copy["sections"][0]["records"][0]["name"] == customer.name
    assert json.loads(tool("evidence", customer.phone))["evidence"]["messages"]
    certificate = json.loads(tool("erase", customer.phone, REASON))
    assert certificate["erasedBy"] == "administrator of the host"
    assert business.read(f"/api/privacy/certificates/{certificate['id']}") == certificate
    assert not customer.post("lookup").json()["known"]


@pytest.fixture
def other_business(open_business):
    return open_business()


@pytest.fixture
def tool(business):
    """deploy/person for the test's business."""
    def run(command, *words):
        done = subprocess.run([ROOT / "deploy/person", command, *words, "--business", str(business.tenant)],
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
