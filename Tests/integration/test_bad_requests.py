"""Requests that no route can take: wrong paths, methods, queries, cursors and headers."""

import re
import socket
from urllib.parse import urlsplit

import pytest
import requests

from expect import Steadfast, assert_problem
from system import address


@pytest.mark.parametrize("path", ["/api/nothing", "/nothing.php", "/webhook", "/webhook/", "/api/messages/", "/api",
                                  "/api/messages/a/b", "/internal/authorize", "/publish/1", "/webhook/cancel/",
                                  "/API/messages", "/api//messages", "/.env", "/parts/", "/openapi.json"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_path_is_404(business, method, path):
    with Steadfast():
        assert_problem(business.call(method, path), 404, "not-found")


def routes():
    """Every path with the methods it takes; parameters filled in."""
    paths = requests.get(address("BASE_URL") + "/api/openapi.json", timeout=30).json()["paths"]
    return {re.sub(r"\{\w+\}", "anything", path): {method.upper() for method in methods}
            for path, methods in paths.items()}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
def test_a_wrong_method_is_405_and_says_which_are_right(business, method):
    with Steadfast():
        for path, methods in routes().items():
            if method not in methods:
                answer = business.call(method, path)
                assert_problem(answer, 405, "method-not-allowed")
                allowed = {word.strip() for word in answer.headers["allow"].split(",")}
                assert methods <= allowed and method not in allowed, path


def test_head_is_answered_as_get_without_the_body(business):
    answer = business.call("HEAD", "/api/messages")
    assert answer.status_code == 200 and answer.content == b""


@pytest.mark.parametrize("query, fields", [
    ("limit=0", ["limit"]), ("limit=-1", ["limit"]), ("limit=abc", ["limit"]), ("limit=201", ["limit"]),
    ("limit=99999999999999999999", ["limit"]), ("limit=1e2", ["limit"]), ("limit=1.5", ["limit"]),
    ("limit=%00", ["limit"]), ("status=sleeping", ["status"]), ("status=sent,sleeping", ["status"]),
    ("status=sent&status=sleeping", ["status"]), ("from=yesterday", ["from"]), ("to=2026-02-30", ["to"]),
    ("phone=" + "1" * 21, ["phone"]), ("dealership=%00", ["dealership"]), ("transactionId=" + "x" * 201, ["transactionId"]),
    ("status=sleeping&from=x&to=y&limit=0&cursor=z&phone=%01", ["status", "from", "to", "limit", "cursor", "phone"]),
], ids=lambda case: str(case)[:40])
def test_bad_filters_are_named_all_at_once(business, query, fields):
    with Steadfast():
        assert_problem(business.get(f"/api/messages?{query}"), 400, "invalid-request", fields)


@pytest.mark.parametrize("cursor", [
    "x", "o.1", "o.x.y", "o.1.not-a-uuid", "q.1.018f0000-0000-7000-8000-000000000000",
    "o.-1.018f0000-0000-7000-8000-000000000000", "o.99999999999999999999.018f0000-0000-7000-8000-000000000000",
    "o.9223372036854775807.018f0000-0000-7000-8000-000000000000", "%00", "'; --", "x" * 101, "..", "o..",
])
def test_broken_cursors_are_refused(business, cursor):
    with Steadfast():
        assert_problem(business.get(f"/api/messages?cursor={cursor}"), 400, "invalid-request", ["cursor"])


def test_a_cursor_of_the_far_end_of_time_gives_an_empty_page(business):
    business.send()
    for cursor in ("o.0.018f0000-0000-7000-8000-000000000000", f"n.{2**53 - 1}.018f0000-0000-7000-8000-000000000000"):
        assert business.read("/api/messages", cursor=cursor)["messages"] == []


@pytest.mark.parametrize("path", ["/api/dashboard?page=0", "/api/dashboard?page=99999999999", "/api/dashboard?limit=201",
                                  "/api/dashboard?view=sideways", "/api/dashboard?page=101&limit=100",
                                  "/api/analytics?days=0", "/api/analytics?days=367", "/api/analytics?days=x",
                                  "/api/export/messages.csv?status=sleeping", "/api/export/messages.csv?bom=perhaps",
                                  "/api/export/messages.csv?from=x"])
def test_bad_parameters_of_figures_and_files_are_named(business, path):
    with Steadfast():
        problem = assert_problem(business.get(path), 400, "invalid-request")
    assert len(problem["errors"]) == 1


@pytest.mark.parametrize("identifier", ["%01", "nothing", "a%2Fb", "%F0%9F%98%80", "'%20OR%201=1", "x" * 3000,
                                        "018f0000-0000-7000-8000-000000000000", "%ff%fe", "..%2f..%2fetc%2fpasswd"])
def test_identifiers_of_nothing_are_404(business, identifier):
    with Steadfast():
        assert_problem(business.get(f"/api/messages/{identifier}"), 404, "not-found")
        assert_problem(business.post(f"/api/retry/{identifier}"), 404, "not-found")
        assert_problem(business.call("DELETE", f"/webhook/cancel/{identifier}"), 404, "not-found")


def test_an_identifier_with_a_zero_byte_is_refused(business):
    with Steadfast():
        assert_problem(business.get("/api/messages/%00"), 400)


def raw(request):
    """Sends bytes as they are; the head and the body of what comes back."""
    home = urlsplit(address("BASE_URL"))
    with socket.create_connection((home.hostname, home.port), timeout=30) as peer:
        peer.sendall(request)
        peer.shutdown(socket.SHUT_WR)
        return peer.makefile("rb").read()


@pytest.mark.parametrize("request_line", [b"GET /%zz HTTP/1.1", b"GET /api/messages/%0 HTTP/1.1", b"NONSENSE",
                                          b"GET /" + b"x" * 40_000 + b" HTTP/1.1", b"GET /../../etc/passwd HTTP/1.1",
                                          b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"GET /\x00 HTTP/1.1"],
                         ids=lambda line: repr(line[:24]))
def test_what_is_hardly_http_is_refused(request_line, turn):
    with Steadfast():
        answer = raw(request_line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert re.match(rb"HTTP/1.[01] 4\d\d ", answer) or b'"status":4' in answer


def test_a_header_that_is_too_large_is_refused(business):
    with Steadfast():
        assert_problem(business.get("/api/messages", headers={"x-large": "x" * 70_000}), 400)


def test_a_body_that_breaks_off_stores_nothing(business):
    with Steadfast():
        raw(b"POST /webhook/transaction-complete HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + business.key.encode()
            + b"\r\nContent-Length: 1000\r\n\r\n" + b'{"transactionId":"T-1","customerPhone":"+15005551234"}')
    assert business.count_of("transactions") == 0
