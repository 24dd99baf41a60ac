"""People: invited by a link, given a role, shut out; passwords that are forgotten and changed."""

import re
import uuid

import pytest
import requests

from business import post_login
from expect import assert_problem
from mailbox import Mailbox
from system import address, setting, wait_for

HOME = lambda path: address("BASE_URL") + path  # noqa: E731
GOOD = "violet otter kettle 41"


def unique_address():
    return f"person-{uuid.uuid4().hex[:10]}@example.com"


def invite(browser, email, role="agent", **more):
    answer = browser.post(HOME("/api/invitations"), json={"email": email, "role": role, **more}, timeout=30)
    assert answer.status_code == 201, answer.text
    return answer.json()["link"].split("#")[1]


def join(token, name="Grace", password=GOOD):
    return requests.post(HOME("/api/joining/acceptance"), timeout=30,
                         json={"token": token, "name": name, "password": password})


def log_in(email, password=GOOD, **more):
    browser = requests.Session()
    return browser, post_login(browser, email=email, password=password, **more)


def person(browser, email):
    people = browser.get(HOME("/api/people"), timeout=30).json()["people"]
    return next(one for one in people if one["email"] == email)


def newcomer(business, role="agent"):
    """A person of this role who has joined; the owner's browser, the address, the person's browser."""
    owner, email = business.log_in(), unique_address()
    assert join(invite(owner, email, role)).status_code == 201
    browser, answer = log_in(email)
    assert answer.status_code == 200, answer.text
    return owner, email, browser


def test_an_invitation_lets_one_person_in_with_the_role_that_it_says(business):
    owner, email = business.log_in(), unique_address()
    token = invite(owner, email.upper(), "manager", name="Grace Hopper")
    shown = requests.post(HOME("/api/joining"), json={"token": token}, timeout=30).json()
    assert shown["email"] == email and shown["name"] == "Grace Hopper" and shown["business"]
    assert join(token).status_code == 201
    assert_problem(join(token), 404)
    assert_problem(requests.post(HOME("/api/joining"), json={"token": token}, timeout=30), 404)
    browser, answer = log_in(email)
    assert answer.json()["user"]["role"] == "manager" and answer.json()["user"]["name"] == "Grace"
    assert person(owner, email)["sessions"] == 1
    assert_problem(browser.get(HOME("/api/people"), timeout=30), 403, "scope-missing")


def test_an_invitation_goes_out_by_mail(business):
    email = unique_address()
    with Mailbox() as mailbox:
        token = invite(business.log_in(), email)
        [letter] = mailbox.await_mail(email)
    body = letter.get_body().get_content()
    assert f"{address('PUBLIC_URL')}/join#{token}" in body
    assert "invited" in letter["subject"]
    wait_for(lambda: not business.rows("SELECT FROM letters WHERE tenant_id = %(tenant)s"), of="the letter being forgotten")


@pytest.mark.parametrize("password, why", [
    ("short", "at least 12"), ("password1234", "easy to guess"), ("aaaaaaaaaaaaaaaa", "easy to guess"), ("x" * 201, None)])
def test_a_password_that_is_easy_to_guess_is_refused(business, password, why):
    token = invite(business.log_in(), unique_address())
    problem = assert_problem(join(token, password=password), 400, fields=["password"])
    assert why is None or why in problem["errors"][0]["message"]
    assert join(token).status_code == 201  # the link is still good


@pytest.mark.parametrize("token", ["", "nonsense", "A" * 43, None])
def test_a_link_that_nobody_got_opens_nothing(turn, token):
    for path in ("/api/joining", "/api/password-resets/opened"):
        answer = requests.post(HOME(path), json={"token": token}, timeout=30)
        assert_problem(answer, 404 if token == "A" * 43 else 400)


def test_an_invitation_ends_by_itself_or_is_taken_back_or_replaced(business):
    owner, email = business.log_in(), unique_address()
    old = invite(owner, email)
    new = invite(owner, email)
    assert_problem(join(old), 404)
    [line] = [one for one in owner.get(HOME("/api/invitations"), timeout=30).json()["invitations"] if one["email"] == email]
    assert not line["expired"] and line["invitedBy"]
    assert owner.delete(HOME(f"/api/invitations/{line['id']}"), timeout=30).status_code == 200
    assert_problem(owner.delete(HOME(f"/api/invitations/{line['id']}"), timeout=30), 404)
    assert_problem(join(new), 404)
    late = invite(owner, email)
    business.rows("UPDATE invitations SET expires_at = now() WHERE tenant_id = %(tenant)s")
    assert_problem(join(late), 404)


def test_bad_invitations_name_every_field(business):
    owner = business.log_in()
    answer = owner.post(HOME("/api/invitations"), json={"email": "nobody", "role": "king", "dealerships": "all"}, timeout=30)
    assert_problem(answer, 400, fields=["email", "role", "dealerships"])
    answer = owner.post(HOME("/api/invitations"), timeout=30,
                        json={"email": unique_address(), "role": "agent", "dealerships": ["Nowhere"]})
    assert_problem(answer, 400, fields=["dealerships"])
    answer = owner.post(HOME("/api/invitations"), timeout=30,
                        json={"email": unique_address(), "role": "owner", "dealerships": ["Nowhere"]})
    assert_problem(answer, 400, fields=["dealerships"])
    taken = owner.get(HOME("/api/session"), timeout=30).json()["user"]["email"]
    answer = owner.post(HOME("/api/invitations"), json={"email": taken, "role": "agent"}, timeout=30)
    assert_problem(answer, 409, "address-taken")


def test_who_invites_does_not_learn_who_logs_in_at_another_business(business, open_business):
    _, email, _ = newcomer(open_business())
    owner = business.log_in()
    token = invite(owner, email)  # as anybody else would be
    assert_problem(join(token), 409, "address-taken")
    [line] = owner.get(HOME("/api/invitations"), timeout=30).json()["invitations"]
    assert line["email"] == email
    assert owner.delete(HOME(f"/api/invitations/{line['id']}"), timeout=30).status_code == 200
    assert_problem(join(token), 404)


def test_nobody_makes_others_more_than_they_are_themselves(business):
    owner = business.log_in()
    administrator = business.log_in("administrator")
    answer = administrator.post(HOME("/api/invitations"), json={"email": unique_address(), "role": "owner"}, timeout=30)
    assert_problem(answer, 403, "role-too-high")
    the_owner = person(owner, owner.get(HOME("/api/session"), timeout=30).json()["user"]["email"])
    for body in ({"role": "viewer"}, {"disabled": True}, {"name": "X"}):
        answer = administrator.patch(HOME(f"/api/people/{the_owner['id']}"), json=body, timeout=30)
        assert_problem(answer, 403, "role-too-high")
    assert_problem(administrator.delete(HOME(f"/api/people/{the_owner['id']}"), timeout=30), 403, "role-too-high")
    assert_problem(business.log_in("manager").get(HOME("/api/people"), timeout=30), 403, "scope-missing")


def test_the_last_owner_stays(business):
    owner = business.log_in()
    me = person(owner, owner.get(HOME("/api/session"), timeout=30).json()["user"]["email"])
    for body in ({"role": "viewer"}, {"disabled": True}):
        assert_problem(owner.patch(HOME(f"/api/people/{me['id']}"), json=body, timeout=30), 409, "last-owner")
    assert_problem(owner.delete(HOME(f"/api/people/{me['id']}"), timeout=30), 409, "last-owner")
    assert person(owner, me["email"])["role"] == "owner"


def test_a_change_of_role_holds_at_once_and_who_is_shut_out_is_out(business):
    owner, email, browser = newcomer(business)
    one = person(owner, email)
    changed = owner.patch(HOME(f"/api/people/{one['id']}"), json={"role": "viewer", "name": "Grace H."}, timeout=30).json()
    assert changed["role"] == "viewer" and changed["name"] == "Grace H." and changed["sessions"] == 0
    wait_for(lambda: browser.get(HOME("/api/messages"), timeout=30).status_code == 401, seconds=7)
    browser, _ = log_in(email)
    assert_problem(browser.post(HOME("/api/retry/bulk"), json={}, timeout=30), 403, "scope-missing")
    assert owner.patch(HOME(f"/api/people/{one['id']}"), json={"disabled": True}, timeout=30).json()["disabledAt"]
    assert_problem(browser.get(HOME("/api/session"), timeout=30), 401)
    _, refused = log_in(email)
    assert_problem(refused, 401, "wrong-credentials")
    assert owner.patch(HOME(f"/api/people/{one['id']}"), json={"disabled": False}, timeout=30).json()["disabledAt"] is None
    assert log_in(email)[1].status_code == 200
    assert owner.delete(HOME(f"/api/people/{one['id']}"), timeout=30).status_code == 200
    assert log_in(email)[1].status_code == 401
    assert_problem(owner.delete(HOME(f"/api/people/{one['id']}"), timeout=30), 404)


def test_people_are_those_of_one_business(business, open_business):
    owner, email, _ = newcomer(business)
    other = open_business().log_in()
    assert email not in [one["email"] for one in other.get(HOME("/api/people"), timeout=30).json()["people"]]
    identity = person(owner, email)["id"]
    for method, body in (("PATCH", {"role": "viewer"}), ("DELETE", None)):
        assert_problem(other.request(method, HOME(f"/api/people/{identity}"), json=body, timeout=30), 404)
    assert_problem(other.delete(HOME(f"/api/people/{identity}/sessions"), timeout=30), 404)


def test_the_table_of_roles_is_what_the_session_says(business):
    table = business.log_in().get(HOME("/api/roles"), timeout=30).json()
    for role in ("owner", "administrator", "manager", "agent", "viewer"):
        scopes = business.log_in(role).get(HOME("/api/session"), timeout=30).json()["user"]["scopes"]
        assert sorted(scopes) == sorted(row["scope"] for row in table["scopes"] if role in row["roles"])


# Forgotten and changed passwords


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(business):
    _, email, browser = newcomer(business)
    with Mailbox() as mailbox:
        assert requests.post(HOME("/api/password-resets"), json={"email": email.upper()}, timeout=30).status_code == 202
        letter = wait_for(lambda: next((one for one in mailbox.await_mail(email) if "password" in one["subject"]), None))
    [token] = re.findall(r"/reset#(\S{43})", letter.get_body().get_content())
    assert requests.post(HOME("/api/password-resets/opened"), json={"token": token}, timeout=30).json() == {"email": email}
    weak = requests.put(HOME("/api/password-resets/password"), json={"token": token, "password": "short"}, timeout=30)
    assert_problem(weak, 400, fields=["password"])
    chosen = "quartz lantern 88 meadow"
    done = requests.put(HOME("/api/password-resets/password"), json={"token": token, "password": chosen}, timeout=30)
    assert done.status_code == 200
    assert_problem(browser.get(HOME("/api/session"), timeout=30), 401)
    assert log_in(email)[1].status_code == 401
    assert log_in(email, chosen)[1].status_code == 200
    again = requests.put(HOME("/api/password-resets/password"), json={"token": token, "password": GOOD}, timeout=30)
    assert_problem(again, 404)


def test_whether_somebody_has_an_address_is_not_told(business):
    _, email, _ = newcomer(business)
    known = requests.post(HOME("/api/password-resets"), json={"email": email}, timeout=30)
    unknown = requests.post(HOME("/api/password-resets"), json={"email": unique_address()}, timeout=30)
    assert known.status_code == unknown.status_code == 202 and known.content == unknown.content
    requests.post(HOME("/api/password-resets"), json={"email": email}, timeout=30)
    letters = business.rows("SELECT FROM letters WHERE address = %(email)s AND subject LIKE '%%password%%'", email=email)
    assert len(letters) <= 1  # nobody floods a mailbox


def test_a_changed_password_ends_the_other_sessions(business):
    _, email, browser = newcomer(business)
    other, _ = log_in(email)
    weak = browser.put(HOME("/api/account/password"), json={"password": email.split("@")[0] + "12345"}, timeout=30)
    assert_problem(weak, 400, fields=["password"])
    changed = browser.put(HOME("/api/account/password"), json={"password": "quartz lantern 88 meadow"}, timeout=30)
    assert changed.json() == {"success": True, "sessionsEnded": 1}
    assert browser.get(HOME("/api/session"), timeout=30).status_code == 200
    assert_problem(other.get(HOME("/api/session"), timeout=30), 401)
    assert log_in(email)[1].status_code == 401


def test_sessions_are_listed_and_ended(business):
    _, email, browser = newcomer(business)
    other, _ = log_in(email)
    sessions = browser.get(HOME("/api/account"), timeout=30).json()["sessions"]
    assert [one["isThis"] for one in sessions].count(True) == 1 and len(sessions) == 2
    assert all("python-requests" in one["agent"] and one["address"] for one in sessions)
    [theirs] = [one for one in sessions if not one["isThis"]]
    assert browser.delete(HOME(f"/api/account/sessions/{theirs['id']}"), timeout=30).status_code == 200
    assert_problem(browser.delete(HOME(f"/api/account/sessions/{theirs['id']}"), timeout=30), 404)
    assert_problem(other.get(HOME("/api/session"), timeout=30), 401)
    stranger = business.log_in().get(HOME("/api/account"), timeout=30).json()["sessions"][0]["id"]
    assert_problem(browser.delete(HOME(f"/api/account/sessions/{stranger}"), timeout=30), 404)
    third, _ = log_in(email)
    assert browser.delete(HOME("/api/account/sessions"), timeout=30).json()["sessionsEnded"] == 1
    assert_problem(third.get(HOME("/api/session"), timeout=30), 401)


# What must not be done by whoever finds a browser open


def test_dangerous_things_need_the_password_once_more(business):
    browser = business.log_in()
    business.rows("UPDATE sessions SET confirmed_at = now() - interval '11 minutes' WHERE tenant_id = %(tenant)s")
    key = {"name": "CRM", "scopes": ["messages:read"]}
    for method, path, body in (("POST", "/api/keys", key), ("PUT", "/api/account/password", {"password": GOOD}),
                               ("POST", "/api/invitations", {"email": unique_address(), "role": "agent"})):
        answer = browser.request(method, HOME(path), json=body, timeout=30)
        assert_problem(answer, 403, "confirmation-needed")
    wrong = browser.post(HOME("/api/session/confirmation"), json={"password": "wrong"}, timeout=30)
    assert_problem(wrong, 422, "wrong-credentials")
    assert browser.get(HOME("/api/session"), timeout=30).status_code == 200
    right = browser.post(HOME("/api/session/confirmation"), json={"password": setting("ADMIN_PASSWORD")}, timeout=30)
    assert right.status_code == 200
    assert browser.post(HOME("/api/keys"), json=key, timeout=30).status_code == 201
    # A program has no password; its key says what it may.
    assert business.post("/api/keys", key).status_code == 201
