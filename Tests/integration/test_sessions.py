"""A person's session: what lets it in, what it may do, and when it ends."""

import pytest
import requests

from business import post_login
from expect import assert_problem
from system import address, setting, wait_for

HOME = lambda path: address("BASE_URL") + path  # noqa: E731


def test_a_login_tells_who_it_is_and_sets_a_cookie_that_scripts_cannot_read(business):
    browser = business.log_in()
    [cookie] = [cookie for cookie in browser.cookies if "session" in cookie.name]
    assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite") == "Strict"
    assert cookie.secure == address("PUBLIC_URL").startswith("https://") and cookie.path == "/"
    said = browser.get(HOME("/api/session"), timeout=30).json()
    assert set(said) == {"user", "pageToken"} and said["pageToken"] == browser.headers["x-page-token"]
    assert said["user"]["role"] == "owner" and said["user"]["wholeBusiness"]


@pytest.mark.parametrize("email, password", [
    ("ADMIN", "wrong"), ("nobody@example.com", "ADMIN"), ("ADMIN", ""), ("ADMIN", "x" * 1001), ("' OR 1=1 --", "ADMIN")])
def test_wrong_credentials_are_refused_alike(turn, email, password):
    body = {"email": setting("ADMIN_EMAIL") if email == "ADMIN" else email,
            "password": setting("ADMIN_PASSWORD") if password == "ADMIN" else password}
    answer = requests.post(HOME("/api/session"), json=body, timeout=30)
    assert answer.status_code in (400, 401, 429) and "set-cookie" not in answer.headers
    assert_problem(answer, answer.status_code)
    if answer.status_code == 401:
        assert answer.json()["detail"] == "The address or the password is wrong."


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1.evil.example", ""])
def test_a_session_changes_nothing_for_a_foreign_page(business, origin):
    browser = business.log_in()
    headers = {"origin": origin}
    for method, path in [("POST", "/api/config"), ("POST", "/api/test-sms"), ("POST", "/api/retry/bulk"),
                         ("POST", "/webhook/transaction-complete"), ("DELETE", "/webhook/cancel/x")]:
        answer = browser.request(method, HOME(path), headers=headers, json={"delay_hours": 9}, timeout=30)
        assert_problem(answer, 403, "foreign-origin")
    assert browser.get(HOME("/api/config"), headers=headers, timeout=30).json()["delay_hours"] == 0


def test_a_session_changes_things_from_our_own_pages(business):
    browser = business.log_in()
    answer = browser.post(HOME("/api/config"), json={"delay_hours": 9}, timeout=30)
    assert answer.status_code == 200 and answer.json()["changed"] == ["delay_hours"]


@pytest.mark.parametrize("said", [None, "", "nonsense", "A" * 43])
def test_a_session_changes_nothing_without_the_pages_own_token(business, said):
    browser = business.log_in()
    answer = browser.post(HOME("/api/config"), headers={"x-page-token": said}, json={"delay_hours": 9}, timeout=30)
    assert_problem(answer, 403, "page-token-missing")
    other = business.log_in("viewer")
    answer = browser.post(HOME("/api/config"), headers={"x-page-token": other.headers["x-page-token"]},
                          json={"delay_hours": 9}, timeout=30)
    assert_problem(answer, 403, "page-token-missing")


def test_a_session_ends_when_nobody_asks_anything_for_an_hour(business):
    browser = business.log_in()
    business.rows("UPDATE sessions SET seen_at = now() - interval '61 minutes' WHERE tenant_id = %(tenant)s")
    assert_problem(browser.get(HOME("/api/session"), timeout=30), 401, "not-authenticated")


def test_a_session_does_what_its_role_may(business):
    may = {"owner": 200, "administrator": 200, "manager": 200, "agent": 403, "viewer": 403}
    for role, status in may.items():
        browser = business.log_in(role)
        assert browser.get(HOME("/api/config"), timeout=30).status_code == 200
        answer = browser.post(HOME("/api/config"), json={"delay_hours": 9}, timeout=30)
        assert answer.status_code == status, role


def test_whoever_logs_in_ends_the_session_that_was_in_the_browser(business, open_business):
    browser, other = business.log_in(), open_business().log_in()
    left, email = browser.cookies.get_dict(), other.get(HOME("/api/session"), timeout=30).json()["user"]["email"]
    assert post_login(browser, email=email, password=setting("ADMIN_PASSWORD")).status_code == 200
    assert browser.get(HOME("/api/session"), timeout=30).json()["user"]["email"] == email
    assert_problem(requests.get(HOME("/api/session"), cookies=left, timeout=30), 401, "not-authenticated")


def test_after_logging_out_the_token_opens_nothing(business):
    browser = business.log_in()
    token = browser.cookies.get_dict()
    assert requests.get(HOME("/api/messages"), cookies=token, timeout=30).status_code == 200
    assert browser.delete(HOME("/api/session"), timeout=30).status_code == 204
    assert not [name for name in browser.cookies.keys() if "session" in name]
    assert_problem(requests.get(HOME("/api/session"), cookies=token, timeout=30), 401)
    # Functions remember a session for five seconds, so that not every request asks the database.
    wait_for(lambda: requests.get(HOME("/api/messages"), cookies=token, timeout=30).status_code == 401, seconds=7)


def test_a_session_that_ran_out_opens_nothing(business):
    browser = business.log_in()
    business.rows("UPDATE sessions SET expires_at = now() WHERE tenant_id = %(tenant)s")
    assert_problem(browser.get(HOME("/api/session"), timeout=30), 401, "not-authenticated")


def test_logging_out_without_a_session_says_so(turn):
    assert_problem(requests.delete(HOME("/api/session"), timeout=30), 401, "not-authenticated")
