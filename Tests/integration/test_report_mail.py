"""Reports by mail: schedules, and what a mail server gets of them.

The report function sends by itself only where a mail server is set; these tests start one more process of it
with a mail server of their own, and have the system for themselves meanwhile.
"""

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest

from mailbox import mailbox
from system import processes, rows, value, wait_for

PLAN = {"every": "week", "day": 1, "at": "07:00", "recipients": ["owner@example.com"], "paper": "letter"}


@pytest.fixture
def business(open_business):
    return open_business()


def create(business, **more):
    answer = business.post("/api/report-schedules", {**PLAN, **more})
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


def sender(box):
    """A process of the report function as it runs, but with this mail server."""
    pid = next(pid for name, pid in sorted(processes().items()) if name.startswith("report."))
    environment = dict(entry.split("=", 1) for entry in Path(f"/proc/{pid}/environ").read_text().split("\0") if "=" in entry)
    environment |= {"SMTP_URL": box.url, "MAIL_FROM": "Reports <reports@example.com>", "SMTP_STARTTLS": "off"}
    environment.pop("METRICS_DIR", None)
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/socket")
        listener.listen()
        return subprocess.Popen([os.path.realpath(f"/proc/{pid}/exe")], env=environment, stdin=listener,
                                stderr=subprocess.DEVNULL)


@contextlib.contextmanager
def sending(box):
    process = sender(box)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def quiet_system():
    """The system's own processes must have no mail server, or they would send what these tests look for."""
    for name, pid in processes().items():
        if name.startswith("report.") and b"SMTP_URL=" in Path(f"/proc/{pid}/environ").read_bytes():
            pytest.skip("the system under test has a mail server of its own")


def fall_due(business):
    rows("UPDATE report_schedules SET next_at = now() - interval '1 second' WHERE tenant_id = %(tenant)s", tenant=business.tenant)


def test_without_a_mail_server_nothing_is_asked_for(business, quiet_system):
    made = create(business)
    answer = business.post(f"/api/report-schedules/{made['id']}/send")
    assert answer.status_code == 409 and answer.json()["code"] == "no-mail-server"
    assert business.read("/api/report-schedules")["canMail"] is False
    assert mails(business) == []


@pytest.mark.serial
def test_what_is_due_is_mailed_once_to_each_address(business, quiet_system, tmp_path):
    rows("UPDATE tenants SET name = 'שרות & Söhne' WHERE id = %(tenant)s", tenant=business.tenant)
    create(business, recipients=["owner@example.com", "ann@example.com"])
    fall_due(business)
    with mailbox() as box, sending(box), sending(box):
        got = box.wait(2)
        wait_for(lambda: {mail["state"] for mail in mails(business)} == {"sent"}, of="all sent")
        assert sorted(recipients for recipients, _ in got) == [["ann@example.com"], ["owner@example.com"]]
        fall_due(business)  # the same week again
        wait_for(lambda: value("SELECT next_at > now() FROM report_schedules WHERE tenant_id = %(tenant)s", tenant=business.tenant))
        assert len(box.messages) == 2
    message = got[0][1]
    assert message["subject"].startswith("Weekly report: שרות & Söhne, ")
    assert message["auto-submitted"] == "auto-generated" and len({mail["message-id"] for _, mail in got}) == 2
    assert "The whole report is attached" in message.get_body(("plain",)).get_content()
    assert "שרות &amp; Söhne" in message.get_body(("html",)).get_content()
    [attachment] = message.iter_attachments()
    assert attachment.get_content_type() == "application/pdf" and attachment.get_filename().endswith(".pdf")
    file = tmp_path / "report.pdf"
    file.write_bytes(attachment.get_content())
    found = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
    assert "שרות & Söhne" in found and "612 x 792" in found


@pytest.mark.serial
def test_a_sender_that_dies_leaves_its_mail_to_another(business, quiet_system):
    create(business)
    fall_due(business)
    with mailbox() as box:
        box.stall = threading.Event()
        process = sender(box)
        [(_, first)] = box.wait(1)
        # The server has the mail; the sender dies before it hears of that.
        process.send_signal(signal.SIGKILL)
        process.wait()
        box.stall.set()
        assert [mail["state"] for mail in mails(business)] == ["sending"]
        # Its lease is over.
        rows("UPDATE report_deliveries SET next_try_at = now() WHERE tenant_id = %(tenant)s", tenant=business.tenant)
        with sending(box):
            [_, (_, second)] = box.wait(2)
            wait_for(lambda: [mail["state"] for mail in mails(business)] == ["sent"], of="sent")
    # A mail program shows one of them.
    assert first["message-id"] == second["message-id"]
    assert mails(business)[0]["attempts"] == 2


@pytest.mark.serial
def test_a_failure_is_tried_again_and_becomes_an_alert(business, quiet_system):
    create(business)
    fall_due(business)
    with mailbox() as box:
        box.refuse = "451 4.3.0 Later"
        with sending(box):
            for attempt in range(1, 4):
                found = wait_for(lambda: [m for m in mails(business) if m["attempts"] == attempt and m["state"] == "waiting"],
                                 of=f"attempt {attempt}")
                assert "try again later" in found[0]["error"] and found[0]["nextTryAt"]
                raised = [alert for alert in business.read("/api/alerts")["alerts"] if alert["kind"] == "reportNotSent"]
                assert len(raised) == (1 if attempt == 3 else 0)
                if attempt == 3:
                    box.refuse = None
                rows("UPDATE report_deliveries SET next_try_at = now() WHERE tenant_id = %(tenant)s", tenant=business.tenant)
            box.wait(1)
            wait_for(lambda: [mail["state"] for mail in mails(business)] == ["sent"], of="sent")
    standing = rows("SELECT * FROM alerts WHERE tenant_id = %(tenant)s AND cleared_at IS NULL", tenant=business.tenant)
    assert standing == []


@pytest.mark.serial
def test_an_address_that_nobody_has_is_given_up(business, quiet_system):
    made = create(business)
    fall_due(business)
    with mailbox() as box:
        box.refuse = "550 5.1.1 No such user"
        with sending(box):
            [mail] = wait_for(lambda: [m for m in mails(business) if m["state"] == "failed"], of="failed")
    assert "No such user" in mail["error"] and mail["attempts"] == 1 and mail["nextTryAt"] is None
    assert value("SELECT count(*) FROM alerts WHERE tenant_id = %(tenant)s AND kind = 'reportNotSent'", tenant=business.tenant) == 1
    business.call("DELETE", f"/api/report-schedules/{made['id']}")
    assert value("SELECT count(*) FROM alerts WHERE tenant_id = %(tenant)s AND cleared_at IS NULL", tenant=business.tenant) == 0
