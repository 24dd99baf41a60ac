"""Reports by mail: schedules, and what a mail server gets of them."""

import asyncio
import os
import signal
import subprocess
import threading

import pytest

from mailbox import Mailbox
from system import processes, rows, value, wait_for

PLAN = {"every": "week", "day": 1, "at": "07:00", "recipients": ["owner@example.com"], "paper": "letter"}


@pytest.fixture
def business(open_business):
    return open_business()


def create(business, **more):
    """A schedule to an address that no other test has, unless others are given."""
    plan = {**PLAN, "recipients": [f"owner-{business.run}@example.com"], **more}
    answer = business.post("/api/report-schedules", plan)
    assert answer.status_code == 201, answer.text
    return answer.json()


def schedules(business):
    return business.read("/api/report-schedules")["schedules"]


def mails(business):
    return [mail for schedule in schedules(business) for mail in schedule["mails"]]


# Schedules


def test_a_schedule_is_kept_as_it_was_given(business):
    made = create(business, recipients=["a@example.com", "b@example.com"], at="18:30", day=5)
    [found] = schedules(business)
    assert found == made
    assert (found["day"], found["at"], found["paper"], found["enabled"]) == (5, "18:30", "letter", True)
    assert found["nextAt"].endswith("18:30:00.000Z") and found["mails"] == []


def test_the_next_time_is_that_of_the_business(business):
    rows("UPDATE tenants SET time_zone = 'Asia/Kolkata' WHERE id = %(tenant)s", tenant=business.tenant)
    assert create(business)["nextAt"].endswith("01:30:00.000Z")


def test_a_schedule_is_changed_and_removed(business):
    made = create(business)
    path = f"/api/report-schedules/{made['id']}"
    answer = business.call("PUT", path, json={**PLAN, "every": "month", "day": 31, "enabled": False})
    assert answer.status_code == 200 and answer.json()["nextAt"] is None
    assert business.call("DELETE", path).status_code == 204
    assert business.call("DELETE", path).status_code == 404
    assert business.call("PUT", path, json=PLAN).status_code == 404
    assert schedules(business) == []


@pytest.mark.parametrize("wrong", [
    {"every": "year"}, {"every": None}, {"day": 8}, {"day": 0}, {"every": "month", "day": 32}, {"at": "24:00"}, {"at": "7"},
    {"at": "07:00:00"}, {"at": "+7:00"}, {"recipients": []}, {"recipients": ["nobody"]}, {"recipients": "a@example.com"},
    {"recipients": ["a@example.com", "A@EXAMPLE.COM"]}, {"recipients": ["a@example.com\r\nBcc: b@example.com"]},
    {"recipients": [f"n{n}@example.com" for n in range(21)]}, {"paper": "a3"}, {"enabled": "yes"}])
def test_what_cannot_be_sent_is_refused(business, wrong):
    answer = business.post("/api/report-schedules", {**PLAN, **wrong})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [list(wrong)[-1]]


def test_the_schedules_of_others_are_out_of_reach(business, open_business):
    made, other = create(business), open_business()
    path = f"/api/report-schedules/{made['id']}"
    assert schedules(other) == []
    assert other.call("PUT", path, json=PLAN).status_code == 404
    assert other.call("DELETE", path).status_code == 404
    assert other.post(path + "/send").status_code in (404, 409)
    assert len(schedules(business)) == 1


# Mail


def fall_due(business):
    rows("UPDATE report_schedules SET next_at = now() - interval '1 second' WHERE tenant_id = %(tenant)s", tenant=business.tenant)


def try_now(business):
    rows("UPDATE report_deliveries SET next_try_at = now() WHERE tenant_id = %(tenant)s", tenant=business.tenant)


def alerts(business):
    return [alert for alert in business.read("/api/alerts")["alerts"] if alert["kind"] == "reportNotSent" and not alert["clearedAt"]]


def test_what_is_due_is_mailed_once_to_each_address(business, tmp_path):
    rows("UPDATE tenants SET name = 'שרות & Söhne' WHERE id = %(tenant)s", tenant=business.tenant)
    people = [f"owner-{business.run}@example.com", f"ann-{business.run}@example.com"]
    with Mailbox() as box:
        create(business, recipients=people)
        fall_due(business)
        first, second = [box.await_mail(person)[0] for person in people]
        wait_for(lambda: [mail["state"] for mail in mails(business)] == ["sent", "sent"], of="all sent")
        fall_due(business)  # the same week again
        wait_for(lambda: value("SELECT next_at > now() FROM report_schedules WHERE tenant_id = %(tenant)s", tenant=business.tenant))
        assert len(mails(business)) == 2
        assert [len(box.await_mail(person)) for person in people] == [1, 1]
    assert first["subject"].startswith("Weekly report: שרות & Söhne, ")
    assert first["auto-submitted"] == "auto-generated" and first["message-id"] != second["message-id"]
    assert "The whole report is attached" in first.get_body(("plain",)).get_content()
    assert "שרות &amp; Söhne" in first.get_body(("html",)).get_content()
    [attachment] = first.iter_attachments()
    assert attachment.get_content_type() == "application/pdf" and attachment.get_filename().endswith(".pdf")
    file = tmp_path / "report.pdf"
    file.write_bytes(attachment.get_content())
    found = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
    assert "שרות & Söhne" in found and "612 x 792" in found


def test_one_is_sent_at_once_to_try_it(business):
    with Mailbox() as box:
        made = create(business, every="month")
        answer = business.post(f"/api/report-schedules/{made['id']}/send")
        assert answer.status_code == 202 and answer.json() == {"mails": 1}
        [message] = box.await_mail(made["recipients"][0])
        assert message["subject"].startswith("Monthly report: ")
        [mail] = wait_for(lambda: [mail for mail in mails(business) if mail["state"] == "sent"], of="sent")
        assert mail["askedBy"] and mail["attempts"] == 1
        assert business.read("/api/report-schedules")["schedules"][0]["nextAt"] == made["nextAt"]


def test_a_failure_is_tried_again_and_becomes_an_alert(business):
    with Mailbox() as box:
        made = create(business)
        [address] = made["recipients"]
        box.answers[address] = "451 4.3.0 Later"
        fall_due(business)
        for attempt in range(1, 4):
            found = wait_for(lambda: [m for m in mails(business) if m["attempts"] == attempt and m["state"] == "waiting"],
                             of=f"attempt {attempt}")
            assert "try again later" in found[0]["error"] and found[0]["nextTryAt"]
            assert len(alerts(business)) == (1 if attempt == 3 else 0)
            if attempt == 3:
                del box.answers[address]
            try_now(business)
        box.await_mail(address)
        wait_for(lambda: [mail["state"] for mail in mails(business)] == ["sent"], of="sent")
    assert alerts(business) == []


def test_an_address_that_nobody_has_is_given_up(business):
    with Mailbox() as box:
        made = create(business)
        box.answers[made["recipients"][0]] = "550 5.1.1 No such user"
        fall_due(business)
        [mail] = wait_for(lambda: [m for m in mails(business) if m["state"] == "failed"], of="failed")
    assert "No such user" in mail["error"] and mail["attempts"] == 1 and mail["nextTryAt"] is None
    assert len(alerts(business)) == 1
    business.call("DELETE", f"/api/report-schedules/{made['id']}")
    assert alerts(business) == []


class Stalling(Mailbox):
    """Takes a message, and holds its answer back until it is let go: where a sender's death hurts most."""

    def __init__(self):
        super().__init__()
        self.may_answer = threading.Event()

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        while not self.may_answer.is_set():
            await asyncio.sleep(0.05)
        return answer


@pytest.mark.serial
def test_a_sender_that_dies_leaves_its_mail_to_another(business):
    with Stalling() as box:
        [address] = create(business)["recipients"]
        fall_due(business)
        [first] = box.await_mail(address)
        # The server has the mail; its sender dies before it hears of that.
        for name, pid in processes().items():
            if name.startswith("report."):
                os.kill(pid, signal.SIGKILL)
        box.may_answer.set()
        wait_for(lambda: business.get("/api/report-schedules").status_code == 200, of="the function")
        assert [mail["state"] for mail in mails(business)] == ["sending"]
        try_now(business)  # its lease is over
        [_, second] = box.await_mail(address, count=2)
        wait_for(lambda: [mail["state"] for mail in mails(business)] == ["sent"], of="sent")
    # A mail program shows one of them.
    assert first["message-id"] == second["message-id"]
    assert mails(business)[0]["attempts"] == 2
