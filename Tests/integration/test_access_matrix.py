"""Every route that there is, asked by everybody: what it answers is what it declares.

The table comes from the routes' own declarations, so that a new route is asked as soon as there is one.
"""

import functools
import re

import pytest
import requests

from business import new_key, post_login
from system import address, setting

# How the door answers; what an endpoint itself refuses has other codes.
CLOSED = {"not-authenticated", "scope-missing", "whole-business", "whole-installation", "second-factor-missing",
          "confirmation-needed", "people-only", "foreign-origin", "page-token-missing"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
# What no role of a business holds.
OF_PLATFORM = "businesses:write"
KEY_OF_NOBODY = "sms_" + "0" * 43 + "2CZclj"
# Ends the session that asks, so it is asked last.
LAST = ("DELETE", "/api/session")


@functools.cache
def document():
    return requests.get(address("BASE_URL") + "/api/openapi.json", timeout=30).json()


def routes(rule):
    found = [(method.upper(), path, operation["x-access"])
             for path, methods in document()["paths"].items() for method, operation in methods.items()
             if operation["x-access"]["rule"] == rule]
    return sorted(found, key=lambda route: route[:2] == LAST)


def verdict(asker, method, path):
    """The code with which the door refuses, or None for who is let in."""
    address_of = address("BASE_URL") + re.sub(r"\{\w+\}", "00000000-0000-4000-8000-000000000000", path)
    body = {"json": {}} if method in UNSAFE else {}
    answer = asker.request(method, address_of, timeout=30, stream=True, allow_redirects=False, **body)
    try:
        if not answer.headers.get("content-type", "").startswith("application/problem+json"):
            return None
        assert answer.status_code < 500, f"{method} {path}: {answer.text}"
        assert answer.status_code != 401 or answer.headers["www-authenticate"]
        code = answer.json()["code"]
        return code if code in CLOSED else None
    finally:
        answer.close()


def program(**headers):
    asker = requests.Session()
    asker.headers.update(headers)
    return asker


def expect_everywhere(asker, expected, rules=("scope", "session")):
    """Compares what every route answers with what `expected` makes of its declaration."""
    wrong = []
    for rule in rules:
        for method, path, access in routes(rule):
            said, wanted = verdict(asker, method, path), expected(method, access)
            if said != wanted:
                wrong.append(f"{method} {path}: {said}, not {wanted}")
    assert wrong == []


def refusal(access, held):
    """How the door answers whoever holds these scopes in a business that does not run the installation."""
    if access["scope"] not in held:
        return "scope-missing"
    return "whole-installation" if access["reach"] == "installation" else None


def test_every_route_says_who_may(turn):
    rules = {rule: len(routes(rule)) for rule in ("anyone", "session", "scope", "signature")}
    assert sum(rules.values()) == sum(len(methods) for methods in document()["paths"].values())
    assert rules["scope"] > 100 and rules["session"] >= 10


def test_what_is_open_to_anyone_is_a_short_list(turn):
    assert {(method, path) for method, path, _ in routes("anyone")} == {
        ("GET", "/health"), ("GET", "/health/live"), ("GET", "/health/ready"), ("POST", "/api/session"),
        ("POST", "/api/joining"), ("POST", "/api/joining/acceptance"), ("POST", "/api/password-resets"),
        ("POST", "/api/password-resets/opened"), ("PUT", "/api/password-resets/password"),
        ("GET", "/r/{token}"), ("GET", "/f/{token}"), ("POST", "/f/{token}"), ("GET", "/f/{token}/stop"),
        ("POST", "/f/{token}/stop"), ("GET", "/brand/colours/{colours}"), ("GET", "/brand/logos/{digest}"),
        ("GET", "/api/sign-in"), ("POST", "/api/sign-in"), ("GET", "/sign-in/return"), ("GET", "/api/business/door")}


@pytest.mark.parametrize("headers", [
    {}, {"x-api-key": ""}, {"x-api-key": "nonsense"}, {"x-api-key": "sms_" + "0" * 49}, {"x-api-key": KEY_OF_NOBODY},
    {"x-api-key": "\xff\xfe"}, {"authorization": "Bearer nonsense"}, {"authorization": "Basic YTpi"},
    {"cookie": "sms-session=nonsense"}, {"cookie": "sms-session=" + "A" * 43}, {"x-api-key": "x" * 5000},
], ids=lambda headers: str(headers)[:40])
def test_nobody_gets_in(turn, headers):
    expect_everywhere(program(**headers), lambda method, access: "not-authenticated")


def test_an_unknown_an_ended_and_a_late_key_get_nobody_in(business):
    ended, late = business.add_key(["messages:read"]), business.add_key(["messages:read"])
    business.rows("UPDATE api_keys SET revoked_at = now() WHERE tenant_id = %(tenant)s AND prefix = %(prefix)s", prefix=ended[:12])
    business.rows("UPDATE api_keys SET expires_at = now() WHERE tenant_id = %(tenant)s AND prefix = %(prefix)s", prefix=late[:12])
    for key in (new_key(), ended, late):
        expect_everywhere(program(**{"x-api-key": key}), lambda method, access: "not-authenticated")


@pytest.mark.parametrize("scope", [
    None, "transactions:write", "messages:read", "messages:write", "settings:read", "settings:write", "system:read",
    "providers:write", "keys:write", "people:write", "privacy:write", "audit:read"])
def test_a_key_does_what_its_scope_says(business, scope):
    key = business.add_key([scope] if scope else [])

    def expected(method, access):
        return "people-only" if access["rule"] == "session" else refusal(access, {scope})

    expect_everywhere(program(**{"x-api-key": key}), expected)


@pytest.mark.parametrize("role", ["owner", "administrator", "manager", "agent", "viewer"])
def test_a_person_does_what_their_role_says(business, role):
    table = business.log_in("owner").get(address("BASE_URL") + "/api/roles", timeout=30).json()["scopes"]
    held = {row["scope"] for row in table if role in row["roles"]}

    def expected(method, access):
        return None if access["rule"] == "session" else refusal(access, held)

    expect_everywhere(business.log_in(role), expected, rules=("scope",))
    expect_everywhere(business.log_in(role), expected, rules=("session",))


def test_businesses_are_looked_after_by_who_owns_the_platform(turn):
    browser = requests.Session()
    assert post_login(browser, email=setting("ADMIN_EMAIL"), password=setting("ADMIN_PASSWORD")).status_code == 200
    asked = [(method, path) for method, path, access in routes("scope") if access["scope"] == OF_PLATFORM]
    assert len(asked) >= 10
    # Where there is no such business, or nothing is said of it.
    assert [verdict(browser, method, path) for method, path in asked] == [None] * len(asked)


def test_the_installation_is_shown_to_the_business_that_runs_it(installation):
    asked = [(method, path) for method, path, access in routes("scope") if access["reach"] == "installation"]
    assert {path for _, path in asked} == {"/metrics", "/admin/status", "/api/system"}
    assert [verdict(installation.calls, method, path) for method, path in asked] == [None] * len(asked)


def test_a_person_who_sees_some_dealerships_gets_no_whole_business(business):
    business.rows("INSERT INTO dealerships (tenant_id, name) VALUES (%(tenant)s, 'North')")
    browser = business.log_in("manager", only=["North"])
    held = set(browser.get(address("BASE_URL") + "/api/session", timeout=30).json()["user"]["scopes"])

    def expected(method, access):
        return refusal(access, held) or ("whole-business" if access["reach"] == "business" else None)

    expect_everywhere(browser, expected, rules=("scope",))


def test_who_lacks_a_second_factor_that_the_business_wants_sees_nothing(business):
    browser = business.log_in()
    business.rows("UPDATE tenant_settings SET second_factor_demanded = true WHERE tenant_id = %(tenant)s")
    expect_everywhere(browser, lambda method, access: "second-factor-missing", rules=("scope",))
    expect_everywhere(browser, lambda method, access: None, rules=("session",))


def test_without_the_pages_token_or_from_a_foreign_page_nothing_changes(business):
    for missing, code in (("x-page-token", "page-token-missing"), ("origin", "foreign-origin")):
        browser = business.log_in()
        del browser.headers[missing]

        def expected(method, access, code=code):
            if method in UNSAFE:
                return code
            return refusal(access, {access.get("scope")} - {OF_PLATFORM}) if access["rule"] == "scope" else None

        expect_everywhere(browser, expected)


def test_what_is_dangerous_wants_the_password_once_more(business):
    browser = business.log_in()
    business.rows("UPDATE sessions SET confirmed_at = now() - interval '11 minutes' WHERE tenant_id = %(tenant)s")
    held = set(browser.get(address("BASE_URL") + "/api/session", timeout=30).json()["user"]["scopes"])

    def expected(method, access):
        return refusal(access, held) or ("confirmation-needed" if access["confirmed"] else None)

    expect_everywhere(browser, expected, rules=("scope",))
