"""Several businesses on one installation: who makes, suspends, exports and removes them, and what each sees then."""

import gzip
import json
import uuid
from urllib.parse import urlsplit

import pytest
import requests

from business import ALL_SCOPES, new_phone, post_login
from expect import assert_problem
from mailbox import Mailbox
from system import address, rows, setting, state, value, wait_for
from test_archives import archived

HOME = lambda path: address("BASE_URL") + path  # noqa: E731
GOOD = "violet otter kettle 41"
# As long as a caller is remembered for.
SOON = 15


def unique(word="acme"):
    return f"{word}-{uuid.uuid4().hex[:10]}"


@pytest.fixture
def platform(turn):
    """The browser of whoever owns the platform."""
    browser = requests.Session()
    assert post_login(browser, email=setting("ADMIN_EMAIL"), password=setting("ADMIN_PASSWORD")).status_code == 200
    return browser


@pytest.fixture
def new_business(platform, tenants):
    """Makes a business by the interface; the answer."""
    def make(**more):
        name = unique()
        body = {"name": name, "ownerEmail": f"{name}@example.com", **more}
        answer = platform.post(HOME("/api/businesses"), json=body, timeout=30)
        assert answer.status_code == 201, answer.text
        tenants.append(answer.json()["business"]["id"])
        return answer.json()
    return make


def owner_of(made):
    """The owner who joins by the link: their address and browser."""
    token, email = made["link"].split("#")[1], f"{made['business']['name']}@example.com"
    answer = requests.post(HOME("/api/joining/acceptance"), json={"token": token, "name": "Ann", "password": GOOD}, timeout=30)
    assert answer.status_code == 201, answer.text
    browser = requests.Session()
    assert post_login(browser, email=email, password=GOOD).status_code == 200
    return email, browser


def act(platform, business, deed, **body):
    return platform.post(HOME(f"/api/businesses/{business}/{deed}"), json=body, timeout=60)


def shown(platform, business):
    return platform.get(HOME(f"/api/businesses/{business}"), timeout=30).json()


def removed(platform, business):
    """The receipt for a business of which nothing is left."""
    removals = platform.get(HOME("/api/business-removals"), timeout=30).json()["removals"]
    return next((one for one in removals if one["business"] == business and one["endedAt"]), None)


def test_a_business_is_made_with_an_invitation_for_its_owner(platform, new_business):
    with Mailbox() as mailbox:
        made = new_business(timeZone="Europe/Berlin", region="DE", currency="EUR")
        business = made["business"]
        [letter] = mailbox.await_mail(f"{business['name']}@example.com")
        assert made["link"] in letter.get_body().get_content()
    assert business["state"] == "active" and business["people"] == 0 and not business["isFirst"]
    assert business["thisMonth"] == {"messages": 0, "received": 0, "costs": []}
    _, browser = owner_of(made)
    person = browser.get(HOME("/api/session"), timeout=30).json()["user"]
    assert person["role"] == "owner" and "businesses:write" not in person["scopes"] and not person["severalBusinesses"]
    assert browser.get(HOME("/api/business"), timeout=30).json()["timeZone"] == "Europe/Berlin"
    assert browser.get(HOME("/api/messages"), timeout=30).json()["messages"] == []
    listed = platform.get(HOME("/api/businesses"), timeout=30).json()["businesses"]
    assert next(one for one in listed if one["id"] == business["id"])["people"] == 1
    assert next(one for one in listed if one["id"] == 1)["isFirst"]
    assert_problem(browser.get(HOME("/api/businesses"), timeout=30), 403, "scope-missing")


@pytest.mark.parametrize("body, wrong", [
    ({}, {"name", "ownerEmail"}), ({"name": "x", "ownerEmail": "x"}, {"ownerEmail"}),
    ({"name": "x", "ownerEmail": "x@example.com", "timeZone": "Mars/Olympus"}, {"timeZone"}),
    ({"name": "x", "ownerEmail": "x@example.com", "word": "A b", "hostName": "https://x", "currency": "eur", "region": "XX"},
     {"word", "hostName", "currency", "region"}),
])
def test_what_is_wrong_is_named_and_nothing_is_made(platform, body, wrong):
    before = value("SELECT count(*) FROM invitations WHERE email = 'x@example.com'")
    answer = platform.post(HOME("/api/businesses"), json=body, timeout=30)
    assert {each["field"] for each in assert_problem(answer, 400)["errors"]} == wrong
    assert value("SELECT count(*) FROM invitations WHERE email = 'x@example.com'") == before


def test_doors_and_owners_belong_to_one_business(platform, new_business, business):
    word = unique()
    made = new_business(word=word, hostName=f"{word}.example.com")
    for body, wrong in [({"word": word}, "word"), ({"hostName": f"{word.upper()}.example.com"}, "hostName"),
                        ({"ownerEmail": setting("ADMIN_EMAIL")}, "ownerEmail"),
                        ({"hostName": urlsplit(address("PUBLIC_URL")).hostname}, "hostName")]:
        answer = platform.post(HOME("/api/businesses"), timeout=30,
                               json={"name": "Other", "ownerEmail": f"{unique()}@example.com", **body})
        assert [each["field"] for each in assert_problem(answer, 400)["errors"]] == [wrong]
    changed = platform.patch(HOME(f"/api/businesses/{made['business']['id']}"), json={"word": "", "name": "Renamed"}, timeout=30).json()
    assert changed["word"] is None and changed["name"] == "Renamed" and changed["hostName"] == f"{word}.example.com"


def test_a_suspended_business_is_shut_out_and_its_messages_wait(platform, open_business):
    business = open_business()
    session, number = business.log_in(), new_phone()
    phone = {"customerPhone": number}
    sent = business.send(**phone)["transactionId"]
    business.await_status(sent, "delivered")
    link = business.rows("SELECT body FROM messages WHERE tenant_id = %(tenant)s")[0]["body"]
    assert act(platform, business.tenant, "suspend", reason="Not paid since May").json()["state"] == "suspended"
    # What is due now is held, whoever put it there.
    held = business.add_message(next_attempt_at="now", own_text="held")

    def refused(ask):
        answer = ask()
        return answer.status_code == 403 and answer.json()["code"] == "business-suspended" and "Not paid since May" in answer.json()["detail"]

    for ask in (lambda: session.get(HOME("/api/session"), timeout=30), lambda: session.post(HOME("/api/test-sms"), json={}, timeout=30),
                lambda: business.get("/api/messages"), lambda: business.post("/webhook/transaction-complete", business.transaction()),
                lambda: session.get(HOME("/api/messages"), timeout=30)):
        wait_for(lambda: refused(ask), SOON, of="the door being shut")
    email = business.rows("SELECT email FROM users WHERE tenant_id = %(tenant)s")[0]["email"]
    answer = post_login(requests.Session(), email=email, password=setting("ADMIN_PASSWORD"))
    assert_problem(answer, 403, "business-suspended")
    assert_problem(post_login(requests.Session(), email=email, password="wrong"), 401, "wrong-credentials")
    # What customers do is still taken: the page behind the link.
    if "/r/" in link or "/f/" in link:
        place = next(word for word in link.split() if "/r/" in word or "/f/" in word)
        assert requests.get(HOME(urlsplit(place).path), allow_redirects=False, timeout=30).status_code in (200, 302, 303)
    assert value("SELECT status FROM messages WHERE id = %(id)s", id=held) == "scheduled"
    assert value("SELECT attempt_count FROM messages WHERE id = %(id)s", id=held) == 0
    assert act(platform, business.tenant, "resume").json()["state"] == "active"
    wait_for(lambda: business.get("/api/messages").status_code == 200, SOON, of="the door being open")
    wait_for(lambda: value("SELECT attempt_count FROM messages WHERE id = %(id)s", id=held) > 0, of="the held message going on")
    said = business.rows("SELECT action, after FROM audit_log WHERE tenant_id = %(tenant)s AND action = 'business.changed' ORDER BY seq")
    assert len(said) == 2 and said[0]["after"]["suspended_for"] == "Not paid since May"


def test_the_first_business_stays(platform):
    assert_problem(act(platform, 1, "suspend", reason="x"), 409, "first-business")
    assert_problem(platform.delete(HOME("/api/businesses/1"), json={"name": "Default"}, timeout=30), 409, "first-business")


def test_an_export_has_every_row_and_nothing_that_lets_anybody_in(platform, open_business):
    business, other = open_business(), open_business()
    mine, foreign = business.send(customerName="Planted Mine")["transactionId"], other.send(customerName="Planted Foreign")["transactionId"]
    business.log_in()
    answer = act(platform, business.tenant, "export")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/gzip"
    text = gzip.decompress(answer.content).decode()
    lines = [json.loads(line) for line in text.splitlines()]
    tables = {line["table"] for line in lines}
    assert {"tenants", "users", "transactions", "messages", "message_events", "api_keys", "audit_log"} <= tables
    assert mine in text and "Planted Mine" in text and foreign not in text and "Planted Foreign" not in text
    assert all(line["row"].get("tenant_id", line["row"].get("id")) == business.tenant for line in lines)
    for secret in ("password_hash", "key_hash", "token_hash", "totp_secret"):
        assert not [line["table"] for line in lines if secret in line["row"]]
    for tenant in (1, business.tenant):
        assert value("SELECT count(*) FROM audit_log WHERE tenant_id = %(tenant)s AND action = 'business.exported' AND object = %(name)s",
                     tenant=tenant, name=f"integration test {business.run}") == 1


def test_what_lies_in_archives_is_exported_too_and_goes_with_its_business(platform, open_business):
    business = open_business()
    before, archive = archived(business, count=2)
    folder = state() / "archives" / str(business.tenant)

    def exported():
        lines = gzip.decompress(act(platform, business.tenant, "export").content).decode().splitlines()
        return [json.loads(line) for line in lines if line.startswith('{"archive"')]

    records = exported()
    assert {record["archive"] for record in records} == {archive["file"]}
    assert {record["record"]["id"]: record["record"]["customerName"] for record in records} == {one: "Zoë Ångström" for one in before}
    (state() / "archives" / archive["file"]).write_bytes(b"something else")
    assert [(line["archive"], "not what was written" in line["problem"]) for line in exported()] == [(archive["file"], True)]
    # A whole business goes, with everything that it did in this test.
    act(platform, business.tenant, "suspend", reason="Gone")
    name = shown(platform, business.tenant)["name"]
    assert platform.delete(HOME(f"/api/businesses/{business.tenant}"), json={"name": name}, timeout=30).status_code == 202
    wait_for(lambda: removed(platform, business.tenant), 120, of="the business being gone")
    assert not folder.exists() and folder.parent.exists()


def test_a_business_is_removed_with_every_row_and_a_receipt_stays(platform, new_business):
    made = new_business()["business"]
    identifier, name = made["id"], made["name"]
    path = HOME(f"/api/businesses/{identifier}")
    assert_problem(platform.delete(path, json={"name": name}, timeout=30), 409, "not-suspended")
    act(platform, identifier, "suspend", reason="Gone")
    assert_problem(platform.delete(path, json={"name": "another"}, timeout=30), 400)
    assert platform.delete(path, json={"name": name}, timeout=30).status_code == 202
    assert_problem(act(platform, identifier, "resume"), 409, "being-removed")

    found = wait_for(lambda: removed(platform, identifier), 120, of="the last row being gone")
    assert found["name"] == name and found["askedBy"] == setting("ADMIN_EMAIL").lower() and found["rows"]["invitations"] == 1
    assert_problem(platform.get(path, timeout=30), 404)
    tables = value("SELECT tables_of_businesses()")
    assert [table for table in tables if rows(f"SELECT 1 FROM {table} WHERE tenant_id = %(id)s LIMIT 1", id=identifier)] == []
    assert rows("SELECT 1 FROM audit_log WHERE tenant_id = 1 AND action = 'business.removed' AND object = %(name)s", name=name)


def test_usage_is_told_by_month(platform, open_business):
    business = open_business()
    for _ in range(3):
        business.await_status(business.send()["transactionId"], "delivered")

    def used():
        months = platform.get(HOME(f"/api/businesses/{business.tenant}/usage"), params={"months": 2}, timeout=30).json()["months"]
        return months if months and months[0]["messages"] == 3 and months[0]["delivered"] == 3 else None

    [month] = wait_for(used, of="the figures being folded")
    assert month["segments"] >= 3 and month["storageBytes"] > 0 and month["received"] == 0
    assert shown(platform, business.tenant)["thisMonth"]["messages"] == 3


def test_at_its_door_a_business_lets_in_its_own_people_alone(platform, new_business, business):
    word = unique()
    made = new_business(word=word, hostName=f"{word}.example.com")
    email, browser = owner_of(made)
    browser.post(HOME("/api/business"), json={"displayName": "Sunrise", "colour": "#123456"}, timeout=30)
    door = requests.get(HOME("/api/business/door"), params={"at": word}, timeout=30).json()["business"]
    assert door["name"] == "Sunrise" and door["colour"] == "#123456" and door["logo"] is None
    by_host = requests.get(HOME("/api/business/door"), headers={"Host": f"{word}.example.com:8080"}, timeout=30).json()
    assert by_host["business"] == door
    assert requests.get(HOME("/api/business/door"), timeout=30).json() == {"business": None}
    assert requests.get(HOME("/api/business/door"), params={"at": unique()}, timeout=30).json() == {"business": None}
    assert requests.get(HOME(f"/at/{word}"), timeout=30).text == requests.get(HOME("/"), timeout=30).text
    own = post_login(requests.Session(), email=email, password=GOOD, at=word)
    assert own.status_code == 200
    foreign = business.log_in() and business.rows("SELECT email FROM users WHERE tenant_id = %(tenant)s")[0]["email"]
    wrong = post_login(requests.Session(), email=email, password="wrong", at=word)
    right_elsewhere = post_login(requests.Session(), email=foreign, password=setting("ADMIN_PASSWORD"), at=word)
    unknown = post_login(requests.Session(), email=email, password=GOOD, at=unique())

    def without_id(answer):
        return {name: each for name, each in answer.json().items() if name != "requestId"}, answer.status_code

    assert without_id(wrong) == without_id(right_elsewhere) == without_id(unknown)
    host = {"Host": f"{word}.example.com"}
    refused = requests.post(HOME("/api/session"), headers=host, timeout=30, json={"email": foreign, "password": setting("ADMIN_PASSWORD")})
    assert without_id(refused) == without_id(wrong)


def test_links_and_mail_wear_the_businesss_own_name(platform, open_business):
    business, host = open_business(), f"{unique()}.example.com"
    assert platform.patch(HOME(f"/api/businesses/{business.tenant}"), json={"hostName": host}, timeout=30).status_code == 200
    browser, origin = business.log_in(), urlsplit(address("PUBLIC_URL"))
    own = f"{origin.scheme}://{host}" + (f":{origin.port}" if origin.port else "")
    browser.post(HOME("/api/business"), json={"mailName": "Sunrise Motors", "mailReplyTo": "office@sunrise.example"}, timeout=30)
    email = f"{unique()}@example.com"
    with Mailbox() as mailbox:
        link = browser.post(HOME("/api/invitations"), json={"email": email, "role": "viewer"}, timeout=30).json()["link"]
        [letter] = mailbox.await_mail(email)
    assert link.startswith(f"{own}/join#") and link in letter.get_body().get_content()
    assert letter["from"].addresses[0].display_name == "Sunrise Motors" and letter["reply-to"].addresses[0].addr_spec == "office@sunrise.example"
    browser.post(HOME("/api/config"), json={"message_template": "Tell us {feedback_url}"}, timeout=30)
    sent = business.send()["transactionId"]
    business.await_status(sent)
    assert f"{own}/f/" in business.record(sent)["body"]


def test_only_who_owns_the_platform_may(business):
    for browser in (business.log_in(), business.log_in("administrator")):
        assert_problem(browser.get(HOME("/api/businesses"), timeout=30), 403, "scope-missing")
    key = business.add_key([*ALL_SCOPES, "businesses:write"])
    assert_problem(requests.get(HOME("/api/businesses"), headers={"x-api-key": key}, timeout=30), 403, "scope-missing")
    assert_problem(business.log_in().post(HOME("/api/keys"), timeout=30, json={"name": "x", "scopes": ["businesses:write"]}), 400)
