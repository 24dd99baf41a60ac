"""Live events: whoever watches hears of every change of their own messages, and of nobody else's."""

import json
import queue
import threading

import requests

from system import PATIENCE_SECONDS, address


STREAM = {"accept": "text/event-stream"}


class Watcher:
    """A page that listens to /api/events."""

    def __init__(self, browser):
        self.heard = queue.Queue()
        self.answer = browser.get(address("BASE_URL") + "/api/events", headers=STREAM, stream=True,
                                  timeout=PATIENCE_SECONDS)
        assert self.answer.status_code == 200, self.answer.text
        assert self.answer.headers["content-type"].startswith("text/event-stream")
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        try:
            for line in self.answer.iter_lines(chunk_size=1):
                if line.startswith(b"data: "):
                    self.heard.put(json.loads(line[6:]))
        except (requests.RequestException, AttributeError):
            pass  # the test is over

    def changes_until(self, message, status):
        """The ids and statuses heard, up to the one that is waited for."""
        changes = []
        while (message, status) not in changes:
            event = self.heard.get(timeout=PATIENCE_SECONDS)
            assert event["kind"] == "messages" and event["more"] is False
            changes += [(change["id"], change["status"]) for change in event["changes"]]
        return changes


def test_a_watcher_sees_a_message_on_its_way(business):
    watcher = Watcher(business.log_in())
    message = business.send()["messageId"]
    statuses = [status for _, status in watcher.changes_until(message, "delivered")]
    assert statuses[0] == "scheduled" and "sent" in statuses and statuses[-1] == "delivered"


def test_a_watcher_hears_nothing_of_other_businesses(open_business):
    mine, other = open_business(), open_business()
    watcher = Watcher(mine.log_in())
    other_message = other.send()["messageId"]
    other.await_status(other_message, "delivered")
    my_message = mine.send()["messageId"]
    assert {message for message, _ in watcher.changes_until(my_message, "delivered")} == {my_message}


def test_nobody_watches_without_a_session(business):
    for headers in ({}, {"cookie": "sms-session=nonsense"}):
        answer = requests.get(address("BASE_URL") + "/api/events", headers={**STREAM, **headers}, timeout=10)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
