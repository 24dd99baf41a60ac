"""The second factor (RFC 6238), codes on paper, and logins that are slowed down."""

import base64
import hashlib
import hmac
import struct
import time

from business import post_login
from expect import assert_problem
from system import wait_for
from test_people import GOOD, HOME, log_in, newcomer, person


def code(secret, steps=0):
    """What an authenticator app shows, so many half minutes from now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + steps), hashlib.sha1).digest()
    offset = digest[19] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


def set_up(browser):
    """The app's secret, and the codes on paper."""
    offer = browser.post(HOME("/api/account/second-factor/offer"), json={}, timeout=30).json()
    done = browser.put(HOME("/api/account/second-factor"), timeout=30,
                       json={"offer": offer["offer"], "code": code(offer["secret"])})
    assert done.status_code == 200, done.text
    return offer["secret"], done.json()["recoveryCodes"]


def test_a_second_factor_is_asked_for_once_it_is_set_up(business):
    _, email, browser = newcomer(business)
    offer = browser.post(HOME("/api/account/second-factor/offer"), json={}, timeout=30).json()
    assert offer["address"].startswith("otpauth://totp/") and offer["secret"] in offer["address"]
    assert {len(row) for row in offer["picture"]} == {len(offer["picture"])}
    wrong = browser.put(HOME("/api/account/second-factor"), json={"offer": offer["offer"], "code": "000000"}, timeout=30)
    assert_problem(wrong, 400, fields=["code"])
    assert log_in(email)[1].status_code == 200  # not in force yet
    secret, _ = set_up(browser)
    assert browser.get(HOME("/api/account"), timeout=30).json()["secondFactor"]
    assert_problem(log_in(email)[1], 401, "second-factor-needed")
    assert_problem(log_in(email, code="000000")[1], 401, "wrong-code")
    # The code that set it up is used up, so the next one is wanted.
    assert_problem(log_in(email, code=code(secret))[1], 401, "wrong-code")
    right = code(secret, 1)
    assert log_in(email, code=right)[1].status_code == 200
    assert_problem(log_in(email, code=right)[1], 401, "wrong-code")
    # Who does not know the password learns nothing of it.
    assert_problem(log_in(email, "wrong")[1], 401, "wrong-credentials")


def test_an_offer_is_good_for_one_person(business):
    _, _, mine = newcomer(business)
    _, _, other = newcomer(business)
    offer = mine.post(HOME("/api/account/second-factor/offer"), json={}, timeout=30).json()
    stolen = other.put(HOME("/api/account/second-factor"), timeout=30,
                       json={"offer": offer["offer"], "code": code(offer["secret"])})
    assert_problem(stolen, 400, fields=["code"])


def test_codes_on_paper_open_once_each(business):
    _, email, browser = newcomer(business)
    _, paper = set_up(browser)
    assert len(set(paper)) == 10
    assert log_in(email, code=paper[0].lower().replace("-", " "))[1].status_code == 200
    assert_problem(log_in(email, code=paper[0])[1], 401, "wrong-code")
    assert browser.get(HOME("/api/account"), timeout=30).json()["recoveryCodesLeft"] == 9
    fresh = browser.post(HOME("/api/account/recovery-codes"), json={}, timeout=30).json()["recoveryCodes"]
    assert_problem(log_in(email, code=paper[1])[1], 401, "wrong-code")
    assert log_in(email, code=fresh[0])[1].status_code == 200
    assert browser.delete(HOME("/api/account/second-factor"), timeout=30).status_code == 200
    assert log_in(email)[1].status_code == 200
    assert_problem(browser.post(HOME("/api/account/recovery-codes"), json={}, timeout=30), 409, "no-second-factor")


def test_dangerous_things_need_the_code_as_well(business):
    _, _, browser = newcomer(business, "administrator")
    secret, _ = set_up(browser)
    answer = browser.post(HOME("/api/session/confirmation"), json={"password": GOOD}, timeout=30)
    assert_problem(answer, 422, "second-factor-needed")
    answer = browser.post(HOME("/api/session/confirmation"), json={"password": GOOD, "code": code(secret, 1)}, timeout=30)
    assert answer.status_code == 200


def test_secrets_are_sealed(business):
    _, email, browser = newcomer(business)
    secret, paper = set_up(browser)
    [row] = business.rows("SELECT totp_secret FROM users WHERE email = %(email)s", email=email)
    assert base64.b32decode(secret + "=" * (-len(secret) % 8)) not in bytes(row["totp_secret"])
    hashes = business.rows("SELECT code_hash FROM recovery_codes WHERE tenant_id = %(tenant)s")
    assert not {one["code_hash"] for one in hashes} & set(paper)


def test_guessing_is_slowed_down_and_the_owners_own_browser_is_not(business):
    _, email, browser = newcomer(business)
    wrong = [log_in(email, f"wrong {n}")[1] for n in range(10)]
    assert {answer.status_code for answer in wrong} <= {401, 429}
    _, answer = log_in(email)
    problem = assert_problem(answer, 429, "too-many-attempts")
    assert 0 < int(answer.headers["retry-after"]) <= 900 and "minute" in problem["detail"]
    # The browser that was let in before has a count of its own.
    again = post_login(browser, email=email, password=GOOD)
    assert again.status_code == 200, again.text
    business.rows("DELETE FROM login_failures WHERE subject = %(subject)s",
                  subject=f"account {hashlib.sha256(email.encode()).hexdigest()}")
    assert log_in(email)[1].status_code == 200


def test_a_device_cookie_of_another_account_helps_nobody(business):
    _, victim, _ = newcomer(business)
    _, _, attacker = newcomer(business)
    for n in range(10):
        post_login(attacker, email=victim, password=f"wrong {n}")
    assert_problem(post_login(attacker, email=victim, password=GOOD), 429, "too-many-attempts")


def test_a_business_may_want_one_of_everybody(business):
    owner, email, browser = newcomer(business, "administrator")
    want = {"json": {"demanded": True}, "timeout": 30}
    assert_problem(owner.put(HOME("/api/people/second-factor"), **want), 409, "no-second-factor")
    assert_problem(business.call("PUT", "/api/people/second-factor", json={"demanded": True}), 403, "people-only")
    set_up(owner)
    assert owner.put(HOME("/api/people/second-factor"), **want).status_code == 200
    assert owner.get(HOME("/api/people"), timeout=30).json()["secondFactorDemanded"]
    assert_problem(owner.delete(HOME("/api/account/second-factor"), timeout=30), 409, "second-factor-demanded")

    def refused():  # what a function knows of a session is asked anew within seconds
        answer = browser.get(HOME("/api/messages"), timeout=30)
        return [answer] if answer.status_code == 403 else None  # such an answer is false in Python's eyes

    assert_problem(wait_for(refused, of="the demand being known")[0], 403, "second-factor-missing")
    assert_problem(browser.get(HOME("/api/events"), timeout=30, stream=True), 403)
    user = log_in(email)[1].json()["user"]
    assert user["secondFactorMissing"] and user["scopes"] == []
    assert business.get("/api/messages").status_code == 200, "programs go on"

    set_up(browser)
    assert browser.get(HOME("/api/messages"), timeout=30).status_code == 200, "at once"
    assert not browser.get(HOME("/api/session"), timeout=30).json()["user"]["secondFactorMissing"]
    assert owner.put(HOME("/api/people/second-factor"), json={"demanded": False}, timeout=30).status_code == 200
    assert browser.delete(HOME("/api/account/second-factor"), timeout=30).status_code == 200


def test_who_has_lost_the_phone_and_the_paper_is_helped_by_a_colleague(business):
    owner, email, browser = newcomer(business, "administrator")
    set_up(browser)
    set_up(owner)
    path = HOME(f"/api/people/{person(owner, email)['id']}/second-factor")
    assert_problem(business.log_in("manager").delete(path, timeout=30), 403, "scope-missing")
    mine = HOME(f"/api/people/{person(browser, f'test-{business.run}-owner@example.com')['id']}/second-factor")
    assert_problem(browser.delete(mine, timeout=30), 403, "role-too-high")
    assert_problem(owner.delete(HOME("/api/people/0/second-factor"), timeout=30), 404)
    removed = owner.delete(path, timeout=30)
    assert removed.status_code == 200 and not removed.json()["secondFactor"]
    assert_problem(browser.get(HOME("/api/account"), timeout=30), 401)
    assert log_in(email)[1].status_code == 200, "the password alone"
