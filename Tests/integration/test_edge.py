"""The gateway before any function: headers on every answer, and limits on everything."""

import contextlib
import socket
import time
from urllib.parse import urlsplit

import pytest
import requests

from business import new_key
from system import address

POLICIES = {
    "content-security-policy": "default-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
                               "form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}


def connect():
    parts = urlsplit(address("BASE_URL"))
    return socket.create_connection((parts.hostname, parts.port), timeout=30)


def converse(text):
    """Sends bytes as they are; the status and the headers of the first answer, and its body."""
    with connect() as peer:
        with contextlib.suppress(OSError):  # it may refuse before it has heard everything
            peer.sendall(text)
        heard = b""
        with contextlib.suppress(OSError):
            while more := peer.recv(65536):
                heard += more
    return parse(heard)


def parse(heard):
    head, _, body = heard.decode(errors="replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    return int(first.split()[1]), headers, body


def request_line(method, path, *headers):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers, "", ""]).encode()


def assert_policies(headers):
    assert {name: headers.get(name) for name in POLICIES} == POLICIES
    assert headers["x-request-id"]
    assert headers["server"] == "nginx", "no version for anybody"


@pytest.mark.parametrize("method, path, status", [
    ("GET", "/", 200), ("GET", "/styles/base.css", 200), ("GET", "/scripts/dashboard/page.js", 200), ("GET", "/api/openapi.json", 200),
    ("GET", "/health/live", 200), ("GET", "/api/messages", 401), ("GET", "/api/events", 401), ("GET", "/nothing", 404),
    ("POST", "/", 405), ("DELETE", "/api/messages", 405), ("GET", "/f/nobody", 404), ("GET", "/r/nobody", 404),
    ("POST", "/webhook/status", 403), ("POST", "/api/session", 400), ("HEAD", "/", 200), ("TRACE", "/", 405),
    ("GET", "/" + "x" * 20_000, 414), ("GET", "/%zz", 400), ("GET", "http://", 400),
])
def test_every_answer_carries_the_policies(method, path, status):
    answered, headers, _ = converse(request_line(method, path))
    assert answered == status
    assert_policies(headers)
    assert "strict-transport-security" not in headers, "by http it means nothing"


@pytest.mark.parametrize("text, status", [
    (b"NONSENSE\r\n\r\n", 400),
    (request_line("GET", "/", "X: " + "y" * 20_000), 400),
    (request_line("GET", "/api/messages", *[f"X-{i}: {'y' * 8000}" for i in range(9)]), 400),
    (request_line("GET", "/", "Host: other"), 400),
    (request_line("POST", "/webhook/transaction-complete", f"Content-Length: {1 << 30}"), 413),
    (request_line("POST", "/webhook/transaction-complete", "Transfer-Encoding: gzip"), 501),
    (request_line("POST", "/webhook/transaction-complete", "Content-Length: 5", "Transfer-Encoding: chunked"), 400),
    (b"GET / HTTP/3.0\r\nHost: localhost\r\n\r\n", 505),
], ids=["no request", "a long header", "many headers", "two hosts", "a large body", "a strange coding", "two lengths",
        "a version to come"])
def test_what_nginx_itself_refuses_is_a_problem_document_with_the_policies(text, status):
    answered, headers, body = converse(text)
    assert answered == status
    assert_policies(headers)
    assert headers["content-type"] == "application/problem+json"
    assert '"requestId":"' in body


def test_pages_hold_no_script_and_no_style_of_their_own():
    """What the policy forbids, no page tries: inline code, event handlers, and other hosts' files."""
    for path in ("/", "/settings/people", "/docs", "/join", "/analytics"):
        text = requests.get(address("BASE_URL") + path, timeout=10).text
        assert "<style" not in text and " style=" not in text and " onclick=" not in text, path
        for piece in text.split("<script")[1:]:
            tag, _, inside = piece.partition(">")
            assert "src=" in tag and inside.split("</script")[0].strip() == "", path


def closed_after(peer):
    """Seconds until the other side hangs up."""
    begin = time.monotonic()
    with contextlib.suppress(ConnectionError):
        while peer.recv(65536):
            pass
    return time.monotonic() - begin


@pytest.mark.parametrize("beginning", [
    b"", b"GET / HTTP/1.1\r\nHost: loc",
    b"POST /webhook/transaction-complete HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
], ids=["silence", "half a header", "half a body"])
def test_who_says_nothing_more_is_left(beginning):
    with connect() as peer:
        peer.sendall(beginning)
        assert closed_after(peer) < 20


def test_a_header_that_drips_does_not_gain_time_by_it():
    with connect() as peer:
        peer.sendall(b"GET / HTTP/1.1\r\n")
        begin = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while time.monotonic() - begin < 30:
                peer.sendall(b"X-Slow: 1\r\n")
                time.sleep(1)
        assert time.monotonic() - begin < 20


SLOW_HEADER = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
SLOW_BODY = b"POST /webhook/transaction-complete HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{"


def test_transactions_are_taken_beside_many_who_are_slow(business):
    """deploy/bench edge does the same with thousands, and measures."""
    with contextlib.ExitStack() as held:
        for beginning in (b"", SLOW_HEADER, SLOW_BODY):
            for _ in range(150):
                held.enter_context(connect()).sendall(beginning)
        for _ in range(20):
            assert business.send()["messageId"]


def test_transactions_are_taken_beside_wrong_keys(business):
    wrong = requests.Session()
    for _ in range(50):
        answer = wrong.post(address("BASE_URL") + "/webhook/transaction-complete", json={}, timeout=30,
                            headers={"x-api-key": new_key()})
        assert answer.status_code == 401
    assert business.send()["messageId"]
