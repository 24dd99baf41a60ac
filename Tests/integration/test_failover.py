"""A message that one provider fails goes through another at once, and says why."""

import contextlib
import http.server
import json
import threading

from provider import texts
from system import wait_for


@contextlib.contextmanager
def scripted(status, answer):
    """A provider that answers every message the same, and keeps what it was sent."""
    class Script(http.server.BaseHTTPRequestHandler):
        taken = []

        def do_POST(self):
            self.taken.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Script)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", Script.taken
    finally:
        server.shutdown()


def configure(business, api_base):
    """An account that comes before the installation's own for this business."""
    name = business.account("test")
    answer = business.call("PUT", f"/api/providers/{name}", json={
        "kind": "twilio", "priority": 10, "secrets": {"auth_token": "token-of-a-test"},
        "settings": {"account_sid": "AC" + "6" * 32, "from": "+15005550006", "api_base": api_base}})
    assert answer.status_code == 200, answer.text
    return name


def send_through(business, name):
    """A message for which this account was tried first: dispatch hears of it within a second or two."""
    def tried():
        receipt = business.send()
        business.await_status(receipt["messageId"], "delivered")
        return receipt if route(business, receipt)[0]["provider"] == name else None

    return wait_for(tried, of=f"a message through {name}")


def route(business, receipt):
    return business.call("GET", f"/api/messages/{receipt['messageId']}/route").json()["attempts"]


def test_a_provider_that_is_away_is_passed_over_within_seconds(business):
    name = configure(business, "http://127.0.0.1:9")
    receipt = send_through(business, name)
    attempts = route(business, receipt)
    assert [attempt["provider"] for attempt in attempts] == [name, "twilio"]
    assert any("failed through it" in sentence for sentence in attempts[1]["explanation"])
    assert len(texts(receipt["messageId"])) == 1


def test_an_account_that_is_refused_is_paused_and_burns_no_message(business):
    with scripted(401, {"code": 20003, "message": "Authenticate", "status": 401}) as (base, taken):
        name = configure(business, base)
        receipts = [send_through(business, name), *(business.send() for _ in range(2))]
        for receipt in receipts:
            business.await_status(receipt["messageId"], "delivered")
            assert len(texts(receipt["messageId"])) == 1
        assert taken

        def entry():
            entries = business.call("GET", "/api/providers").json()["providers"]
            return next(entry for entry in entries if entry["name"] == name)["paused"]

        assert "20003" in wait_for(entry, of="the pause")["reason"]
        before = len(taken)
        receipt = business.send()
        business.await_status(receipt["messageId"], "delivered")
        assert [attempt["provider"] for attempt in route(business, receipt)] == ["twilio"]
        assert len(taken) == before


def test_the_only_provider_needs_no_reason(business):
    receipt = business.send()
    business.await_status(receipt["messageId"], "delivered")
    attempts = route(business, receipt)
    assert [attempt["provider"] for attempt in attempts] == ["twilio"] and attempts[0]["explanation"]
