"""The official twilio library takes the sandbox for Twilio, and its callbacks for Twilio's."""

import queue
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from business import new_phone
from provider import SENDER, HomeHttpClient, account, twilio
from system import PATIENCE_SECONDS, wait_for


@pytest.fixture
def receiver(turn):
    """A program of somebody else's that takes status callbacks; its address, and what it was told."""
    told = queue.Queue()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self.send_response(204)
            self.end_headers()
            told.put((self.path, dict(self.headers), dict(parse_qsl(body, keep_blank_values=True))))

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", told
    server.shutdown()
    server.server_close()


def test_it_creates_and_fetches_a_message(turn):
    to, body = new_phone(), f"Hello {uuid.uuid4()} 😀"
    created = twilio().messages.create(to=to, from_=SENDER, body=body)
    assert created.sid.startswith("SM") and created.status == "queued" and created.error_code is None
    assert (created.to, created.from_, created.body, created.num_segments) == (to, SENDER, body, "1")
    fetched = twilio().messages(created.sid).fetch()
    assert (fetched.sid, fetched.body, fetched.account_sid) == (created.sid, body, account()[0])
    assert fetched.date_created.tzinfo is not None
    delivered = wait_for(lambda: (m := twilio().messages(created.sid).fetch()).status == "delivered" and m)
    assert float(delivered.price) <= 0 and delivered.price_unit == "USD" and delivered.date_sent


def test_it_lists_messages_newest_first_page_by_page(turn):
    to = new_phone()
    sids = [twilio().messages.create(to=to, from_=SENDER, body=str(n)).sid for n in range(7)]
    listed = twilio().messages.list(to=to, page_size=3)
    assert [message.sid for message in listed if message.sid in sids] == sids[::-1]
    assert len(twilio().messages.list(to=to, limit=2)) == 2


@pytest.mark.parametrize("to, code", [
    ("+15005550001", 21211), ("+15005550002", 21612), ("+15005550003", 21408), ("+15005550004", 21610),
    ("+15005550009", 21614), ("nobody", 21211)])
def test_it_raises_what_the_sandbox_refuses(turn, to, code):
    with pytest.raises(TwilioRestException) as refusal:
        twilio().messages.create(to=to, from_=SENDER, body="x")
    assert (refusal.value.status, refusal.value.code) == (400, code) and refusal.value.msg


def test_it_raises_for_wrong_credentials_and_missing_messages(turn):
    sid = twilio().messages.create(to=new_phone(), from_=SENDER, body="x").sid
    with pytest.raises(TwilioRestException) as refusal:
        Client(account()[0], "wrong", http_client=HomeHttpClient()).messages(sid).fetch()
    assert (refusal.value.status, refusal.value.code) == (401, 20003)
    with pytest.raises(TwilioRestException) as refusal:
        twilio().messages("SM" + "0" * 32).fetch()
    assert refusal.value.status == 404


def test_its_validator_accepts_the_sandboxs_callbacks(receiver):
    home, told = receiver
    sid = twilio().messages.create(to=new_phone(), from_=SENDER, body="x", status_callback=f"{home}/status?m=1&a=%C3%A9").sid
    seen = []
    while "delivered" not in seen:
        path, headers, form = told.get(timeout=PATIENCE_SECONDS)
        assert form["MessageSid"] == sid and form["AccountSid"] == account()[0]
        assert headers["I-Twilio-Idempotency-Token"]
        validator = RequestValidator(account()[1])
        assert validator.validate(home + path, form, headers["X-Twilio-Signature"])
        assert not validator.validate(home + path + "&x", form, headers["X-Twilio-Signature"])
        seen.append(form["MessageStatus"])
    assert seen == ["sent", "delivered"]
