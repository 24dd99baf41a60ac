"""Status callbacks: only the provider's are taken, each once, and whatever their order they end alike."""

import itertools
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from twilio.request_validator import RequestValidator

from expect import Steadfast, assert_problem
from provider import account, callback_url, report
from system import rows


def new_sid():
    return "SM" + uuid.uuid4().hex


@pytest.fixture
def sent(business):
    """A message that the provider has taken and not reported on: its id and the provider's."""
    sid = new_sid()
    return business.add_message("queued", [{"state": "accepted", "status": "queued", "provider_message_id": sid}]), sid


@pytest.fixture
def calling(business):
    """A message whose call to the provider has not returned."""
    return business.add_message("queued", [{"state": "started"}])


def reports_of(sid):
    return rows("SELECT * FROM delivery_reports WHERE provider_message_id = %(sid)s", sid=sid)


def test_a_signed_report_is_applied_and_kept(business, sent):
    message, sid = sent
    assert report("delivered", sid, message, RawDlrDoneDate="2611200930").status_code == 204
    shown = business.message(message)
    assert shown["record"]["status"] == "delivered" and shown["record"]["finishedAt"]
    assert shown["timeline"][-1]["title"] == "Delivered"
    [kept] = reports_of(sid)
    assert kept["raw"]["RawDlrDoneDate"] == "2611200930" and str(kept["message_id"]) == message


@pytest.mark.parametrize("forged", [
    {"signature": ""}, {"signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="}, {"signature": "x" * 5000}, {"signature": "\xff"},
    {"signed_for": "https://elsewhere.example/webhook/status"}, {"signed_for": callback_url() + "?m=other"},
], ids=lambda forged: str(forged)[:40])
def test_what_the_provider_did_not_sign_is_forbidden(business, sent, forged):
    message, sid = sent
    with Steadfast():
        assert_problem(report("delivered", sid, message, **forged), 403, "bad-signature")
    assert business.record(message)["status"] == "queued" and reports_of(sid) == []


def test_a_signature_is_good_for_its_own_words_only(business, sent):
    message, sid = sent
    url = callback_url(message)
    signature = RequestValidator(account()[1]).compute_signature(url, {"MessageSid": sid, "MessageStatus": "sent"})
    answer = requests.post(url, data={"MessageSid": sid, "MessageStatus": "delivered"}, timeout=30,
                           headers={"X-Twilio-Signature": signature})
    assert_problem(answer, 403, "bad-signature")


def test_an_unsigned_report_is_forbidden(sent):
    message, sid = sent
    answer = requests.post(callback_url(message), data={"MessageSid": sid, "MessageStatus": "delivered"}, timeout=30)
    assert_problem(answer, 403, "bad-signature")


def test_the_same_report_delivered_twice_is_applied_once(business, sent):
    message, sid = sent
    token = str(uuid.uuid4())
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: report("sent", sid, message, token=token), range(16)))
    assert {answer.status_code for answer in answers} == {204}
    assert len(reports_of(sid)) == 1
    assert len(business.message(message)["timeline"]) == 1


@pytest.mark.parametrize("order", list(itertools.permutations(["sending", "sent", "delivered"])), ids="-".join)
def test_every_order_of_the_same_reports_ends_alike(business, sent, order):
    message, sid = sent
    for status in order:
        assert report(status, sid, message, token=str(uuid.uuid4())).status_code == 204
    assert business.record(message)["status"] == "delivered"
    assert len(reports_of(sid)) == 3


def test_reports_at_the_same_moment_end_alike(business, sent):
    message, sid = sent
    words = ["queued", "sending", "sent", "delivered"] * 5
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda word: report(word, sid, message, token=str(uuid.uuid4())), words))
    assert {answer.status_code for answer in answers} == {204}
    assert business.record(message)["status"] == "delivered"


def test_a_report_may_come_before_the_send_is_recorded(business, calling):
    sid = new_sid()
    assert report("sent", sid, calling).status_code == 204
    shown = business.message(calling)
    assert shown["record"]["status"] == "sent"
    assert shown["attempts"][0]["providerMessageId"] == sid
    assert report("delivered", sid).status_code == 204, "by now the provider's id alone will do"
    assert business.record(calling)["status"] == "delivered"


def test_a_failure_carries_its_code_and_meaning(business, sent):
    message, sid = sent
    assert report("undelivered", sid, message, ErrorCode="30006", ErrorMessage="Landline").status_code == 204
    record = business.record(message)
    assert (record["status"], record["errorCode"]) == ("undelivered", "30006")
    assert record["errorMessage"] and record["errorAdvice"] and record["retryable"] is True


def test_a_report_on_a_message_of_nobody_does_no_harm(business, sent):
    message, _ = sent
    sid = new_sid()
    for place in (None, str(uuid.uuid4()), "not-a-uuid"):
        assert report("delivered", sid, place).status_code == 204
    assert business.record(message)["status"] == "queued"


@pytest.mark.parametrize("attempt", [2, 0, -1, 10**6, 10**18, 10**30, "x", ""])
def test_a_report_on_an_attempt_that_is_not_does_no_harm(business, calling, attempt):
    with Steadfast():
        assert report("delivered", new_sid(), calling, attempt).status_code == 204
    assert business.record(calling)["status"] == "queued"


def test_another_word_than_we_know_changes_nothing(business, sent):
    message, sid = sent
    assert report("teleported", sid, message).status_code == 204
    assert business.record(message)["status"] == "queued"


@pytest.mark.parametrize("words", [{"sid": None, "SmsSid": None}, {"sid": ""}, {"status": None, "SmsStatus": None},
                                   {"sid": "x" * 500}, {"sid": "SM\x01"}, {"status": "\x01"}], ids=str)
def test_a_signed_form_that_is_no_report_is_refused(turn, words):
    form = {"status": "sent", "sid": new_sid(), **words}
    with Steadfast():
        assert_problem(report(form.pop("status"), form.pop("sid"), **form), 400, "malformed-report")


@pytest.mark.parametrize("more", [
    {"ErrorMessage": "zero \x00 byte"}, {"Zero\x00": "byte"}, {"ErrorCode": "x" * 300}, {"ErrorCode": "9" * 40},
    {"Price": "1e400", "PriceUnit": "USD"}, {"Price": "-0.0079", "PriceUnit": "???"}, {"NumSegments": "-7"},
    {"NumSegments": "9" * 30}, {"From": "\x00"}, {"From": "x" * 10_000}, {"Smile": "😀"},
], ids=lambda more: str(more)[:40])
def test_odd_words_in_a_report_do_not_hold_up_its_news(business, sent, more):
    message, sid = sent
    with Steadfast():
        assert report("delivered", sid, message, **more).status_code == 204
    assert business.record(message)["status"] == "delivered"
