"""Who may come to the gateway, and with how many requests at once."""

import contextlib
import time

import pytest
import requests

from expect import assert_problem


def ask(system, path, method="GET", **options):
    return requests.request(method, system.url + path, verify=system.certificate, timeout=10, **options)


@pytest.fixture
def with_settings(encrypted):
    """Chooses the gateway's settings for one test."""
    yield lambda **variables: encrypted.run("gateway", **variables)
    encrypted.run("gateway", ALLOWED_NETWORKS="", TRUSTED_PROXIES="", CONNECTIONS_PER_ADDRESS="")


def test_the_dashboard_and_the_api_can_be_closed_to_other_networks(encrypted, with_settings):
    with_settings(ALLOWED_NETWORKS="127.0.0.2, 2001:db8::/32 198.51.100.7")
    # Of this machine itself everything is answered, or it could not look after itself.
    assert ask(encrypted, "/").status_code == 200
    with_settings(ALLOWED_NETWORKS="198.51.100.0/24", TRUSTED_PROXIES="127.0.0.1")
    inside, outside = {"x-forwarded-for": "198.51.100.9"}, {"x-forwarded-for": "203.0.113.9"}
    for path in ("/", "/settings/people", "/scripts/settings/people/page.js", "/api/openapi.json", "/docs"):
        assert ask(encrypted, path, headers=inside).status_code == 200, path
        assert_problem(ask(encrypted, path, headers=outside), 403, "forbidden")
    for method, path in (("GET", "/api/messages"), ("GET", "/api/events"), ("GET", "/metrics"), ("POST", "/api/session")):
        assert ask(encrypted, path, headers=inside, method=method, json={}).status_code in (400, 401), path
        assert_problem(ask(encrypted, path, headers=outside, method=method, json={}), 403, "forbidden")
    # What CRMs, providers and customers ask for stays open.
    for method, path, status in (("POST", "/webhook/transaction-complete", 401), ("GET", "/f/nobody", 404),
                                 ("GET", "/r/nobody", 404), ("GET", "/health/live", 200), ("GET", "/styles/feedback.css", 200)):
        assert ask(encrypted, path, headers=outside, method=method).status_code == status, path


def test_only_a_trusted_proxy_says_who_is_calling(encrypted, with_settings):
    with_settings(ALLOWED_NETWORKS="198.51.100.0/24", TRUSTED_PROXIES="203.0.113.1")
    # 127.0.0.1 is let in as this machine; what it claims is not looked at.
    assert ask(encrypted, "/", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 200


def test_one_address_holds_only_so_many_requests_open(encrypted, with_settings):
    with_settings(CONNECTIONS_PER_ADDRESS="3", TRUSTED_PROXIES="127.0.0.1")
    begun = b"POST /webhook/transaction-complete HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n" \
            b"Content-Length: 100\r\n\r\n{"
    with contextlib.ExitStack() as held:
        for _ in range(3):
            peer = held.enter_context(encrypted.connect())
            peer.sendall(begun)

        def refused():
            return ask(encrypted, "/health/live", headers={"x-forwarded-for": "203.0.113.9"})

        deadline = time.monotonic() + 5
        while (answer := refused()).status_code == 200 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert_problem(answer, 429, "too-many-requests")
        assert answer.headers["retry-after"]
        # Others do not notice.
        assert ask(encrypted, "/health/live", headers={"x-forwarded-for": "203.0.113.10"}).status_code == 200


@pytest.mark.parametrize("name, text", [("ALLOWED_NETWORKS", "10.0.0.0/99"), ("ALLOWED_NETWORKS", "all; deny all"),
                                        ("TRUSTED_PROXIES", "example.com"), ("CONNECTIONS_PER_ADDRESS", "0")])
def test_a_setting_that_means_nothing_is_refused(encrypted, name, text):
    with pytest.raises(AssertionError, match="error: "):
        encrypted.run("gateway", **{name: text})
    assert ask(encrypted, "/").status_code == 200
