"""Who may log in: inviting, joining, roles, one's own account, a second factor, a forgotten password."""

import base64
import hashlib
import hmac
import json
import struct
import time
import uuid

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll, log_in

GOOD = "violet otter kettle 41"
LONG_NAME = "<script>alert(1)</script> Wolfeschlegelsteinhausenbergerdorff " + "x" * 30


def unique_address():
    return f"browser-{uuid.uuid4().hex[:10]}@example.com"


def app_code(secret, steps=0):
    """What an authenticator app shows, so many half minutes from now (RFC 6238)."""
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + steps), hashlib.sha1).digest()
    offset = digest[19] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


@pytest.fixture
def people(open_page, session_state):
    def open_it(path="/settings/people", viewport=DESK, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    return open_it


@pytest.fixture
def newcomer(api, base_url):
    """Somebody who has joined with a role; they are removed when the test is over."""
    made = []

    def join(role="agent", name="Grace Hopper", dealerships=()):
        email = unique_address()
        asked = {"email": email, "role": role, "name": name, "dealerships": list(dealerships)}
        link = api("POST", "/api/invitations", asked)["link"]
        api("POST", "/api/joining/acceptance", {"token": link.split("#")[1], "name": name, "password": GOOD})
        made.append(email)
        return email

    yield join
    for one in api("GET", "/api/people")["people"]:
        if one["email"] in made:
            api("DELETE", f"/api/people/{one['id']}")


def signed_in(open_page, base_url, email, path, viewport=DESK):
    page = open_page(viewport)
    log_in(page, base_url, email, GOOD)
    expect(page.locator(".app")).to_be_visible()
    page.goto(path)
    return page


def record(page, email):
    return page.locator(f"[data-person='{email}']")


def test_somebody_is_invited_joins_and_logs_in(people, open_page, base_url, api):
    page, email = people(), unique_address()
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("Say where the invitation goes.")).to_be_visible()
    page.get_by_role("dialog").get_by_label("E-mail").fill(email)
    page.get_by_role("dialog").get_by_label("What may they do?").select_option("manager")
    assert_accessible(page)
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.locator("#invite-link")).to_contain_text("/join#")
    link = page.locator("#invite-link").inner_text()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text(email)).to_be_visible()

    guest = open_page(PHONE)
    guest.goto(link)
    expect(guest.get_by_role("heading", name="Welcome to")).to_be_visible()
    assert_accessible(guest)
    assert_no_sideways_scroll(guest)
    guest.get_by_role("button", name="Join").click()
    expect(guest.get_by_text("Say how your colleagues know you.")).to_be_visible()
    guest.get_by_label("Your name").fill(LONG_NAME)
    guest.get_by_label("Password", exact=True).fill("password1234")
    guest.get_by_role("button", name="Join").click()
    expect(guest.get_by_text("easy to guess")).to_be_visible()
    guest.get_by_label("Password", exact=True).fill(GOOD)
    guest.get_by_role("button", name="Join").click()
    expect(guest.get_by_role("heading", name="You are in")).to_be_visible()
    guest.get_by_role("link", name="Log in").click()
    guest.get_by_label("E-mail").fill(email)
    guest.get_by_label("Password", exact=True).fill(GOOD)
    guest.get_by_role("button", name="Log in", exact=True).click()
    expect(guest.locator(".app")).to_be_visible()

    page.reload()
    expect(record(page, email)).to_contain_text(LONG_NAME)
    expect(record(page, email)).to_contain_text("Manager")
    [one] = [one for one in api("GET", "/api/people")["people"] if one["email"] == email]
    api("DELETE", f"/api/people/{one['id']}")


def test_a_link_that_was_used_says_so(open_page):
    page = open_page()
    page.goto("/join#" + "A" * 43)
    expect(page.get_by_role("heading", name="This link opens nothing")).to_be_visible()
    assert_accessible(page)


def test_a_role_is_changed_and_somebody_is_shut_out_and_removed(people, newcomer):
    email = newcomer()
    page = people()
    record(page, email).get_by_role("button", name="Change").click()
    page.get_by_role("dialog").get_by_label("What may they do?").select_option("viewer")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(record(page, email)).to_contain_text("Viewer")
    record(page, email).get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Shut them out").click()
    expect(record(page, email)).to_contain_text("Shut out")
    record(page, email).get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Let them in again").click()
    expect(record(page, email)).not_to_contain_text("Shut out")
    record(page, email).get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    expect(record(page, email)).to_have_count(0)


def test_who_may_not_look_after_people_is_told_who_does(newcomer, open_page, base_url):
    page = signed_in(open_page, base_url, newcomer("viewer"), "/settings/people")
    expect(page.get_by_text("Owners and administrators look after this.")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_who_sees_one_dealership_is_shown_that_one_and_nothing_that_is_refused(newcomer, open_page, base_url, api, viewport):
    run = uuid.uuid4().hex[:8]
    for house in (f"North {run}", f"South {run}"):
        api("POST", "/webhook/transaction-complete", {
            "transactionId": f"{house}-1", "customerPhone": "+15005551234", "dealershipName": house})
    page = signed_in(open_page, base_url, newcomer("viewer", dealerships=[f"North {run}"]), "/", viewport)
    refused = []
    page.on("response", lambda answer: refused.append(answer.url.split("?")[0]) if answer.status >= 400 else None)
    page.reload()
    rows = page.locator("tbody[data-message]")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(f"North {run}")
    expect(page.locator(".live")).to_contain_text("Up to date")
    expect(page.get_by_role("button", name="Send test")).to_be_hidden()
    expect(page.get_by_role("link", name="Conversations")).to_be_hidden()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    for path, sign in (("/ratings", "Ratings"), ("/analytics", "Analytics"), ("/settings/account", "Your account")):
        page.goto(path)
        expect(page.get_by_role("heading", name=sign, level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        expect(page.locator("[role=alert]:visible")).to_have_count(0)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    assert set(refused) == set()


def test_the_pages_fit_a_phone(people):
    for path in ("/settings/people", "/settings/account"):
        page = people(path, PHONE, color_scheme="dark")
        expect(page.locator(".records .record").first).to_be_visible()
        assert_no_sideways_scroll(page)
        assert_accessible(page)


def test_dangerous_things_ask_for_the_password_once_more(people):
    page, email = people(), unique_address()
    refused = {"title": "Forbidden", "status": 403, "detail": "Say again who you are.", "code": "confirmation-needed"}
    page.route("**/api/invitations", lambda route: route.fulfill(
        status=403, content_type="application/problem+json", body=json.dumps(refused))
        if route.request.method == "POST" else route.continue_())
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_role("dialog").get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog", name="Is it still you?")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    dialog.get_by_label("Password").fill("wrong")
    dialog.get_by_role("button", name="Go on").click()
    expect(dialog.get_by_text("The address or the password is wrong.")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog").get_by_label("E-mail")).to_have_value(email)


def test_a_second_factor_is_set_up_used_and_removed(newcomer, open_page, base_url):
    email = newcomer()
    page = signed_in(open_page, base_url, email, "/settings/account")
    page.get_by_role("button", name="Set up an app").click()
    expect(page.get_by_role("img", name="QR code for the app")).to_be_visible()
    assert_accessible(page)
    secret = page.locator(".factor .code").inner_text()
    page.get_by_label("Code that the app shows now").fill("000000")
    page.get_by_role("button", name="Take it into use").click()
    expect(page.get_by_text("This is not the code")).to_be_visible()
    page.get_by_label("Code that the app shows now").fill(app_code(secret))
    page.get_by_role("button", name="Take it into use").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert_accessible(page)
    page.get_by_role("button", name="I have them").click()
    expect(page.get_by_text("10 codes on paper left.")).to_be_visible()

    other = open_page(PHONE)
    log_in(other, base_url, email, GOOD)
    other.get_by_role("form").get_by_label("Code").fill("000000")
    other.get_by_role("button", name="Log in", exact=True).click()
    expect(other.get_by_text("This code is wrong")).to_be_visible()
    assert_accessible(other)
    other.get_by_role("form").get_by_label("Code").fill(app_code(secret, 1))
    other.get_by_role("button", name="Log in", exact=True).click()
    expect(other.locator(".app")).to_be_visible()

    page.get_by_role("button", name="Do without it").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Do without it").click()
    expect(page.get_by_role("button", name="Set up an app")).to_be_visible()


@pytest.fixture
def lacking(open_page, session_state):
    """Opens pages as somebody who lacks the second factor that the business wants."""
    def missing(route):
        answer = route.fetch()
        said = answer.json()
        said["user"].update(secondFactorMissing=True, scopes=[])
        route.fulfill(response=answer, json=said)

    def open_it(path, viewport=DESK):
        page = open_page(viewport, storage_state=session_state)
        page.route("**/api/session", missing)
        page.goto(path)
        return page

    return open_it


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_who_lacks_the_second_factor_that_is_wanted_is_led_to_it(lacking, base_url, viewport):
    page = lacking("/conversations", viewport)
    page.wait_for_url(f"{base_url}/settings/account")
    expect(page.get_by_text("Your business wants a second factor of everybody.")).to_be_visible()
    expect(page.get_by_role("button", name="Set up an app")).to_be_visible()
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_a_second_factor_is_wanted_of_everybody(people):
    page = people()
    switch = page.get_by_role("switch", name="A second factor for everybody")
    expect(switch).not_to_be_checked()
    switch.click()
    # The administrator of this installation has none.
    expect(page.get_by_text("Set up a second factor of your own first")).to_be_visible()
    expect(switch).not_to_be_checked()
    said = []

    def take(route):
        said.append(route.request.post_data_json)
        route.fulfill(json={"secondFactorDemanded": True})

    def demanded(route):
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "secondFactorDemanded": True})

    page.route("**/api/people/second-factor", take)
    page.route("**/api/people", demanded)
    switch.click()
    expect(page.get_by_text("Everybody is asked for a second factor from now on.")).to_be_visible()
    expect(switch).to_be_checked()
    assert said == [{"demanded": True}]
    assert_accessible(page)


def test_a_password_is_changed_and_other_browsers_are_logged_out(newcomer, open_page, base_url):
    email = newcomer()
    other = signed_in(open_page, base_url, email, "/settings/account")
    page = signed_in(open_page, base_url, email, "/settings/account")
    expect(page.locator(".records .record")).to_have_count(2)
    expect(page.get_by_text("This browser")).to_be_visible()
    page.get_by_label("New password").fill("quartz lantern 88 meadow")
    page.get_by_label("Once more").fill("another")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("The two are not the same.")).to_be_visible()
    page.get_by_label("Once more").fill("quartz lantern 88 meadow")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("You are logged out in 1 other place.")).to_be_visible()
    other.reload()
    expect(other.get_by_role("heading", name="Welcome back")).to_be_visible()


def test_a_forgotten_password_leads_to_the_mailbox(open_page):
    page = open_page(PHONE)
    page.goto("/")
    page.get_by_role("link", name="Forgot your password?").click()
    expect(page.get_by_role("heading", name="Forgot your password?")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("Enter your e-mail address.")).to_be_visible()
    page.get_by_label("E-mail").fill(unique_address())
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto("/reset#" + "A" * 43)
    page.reload()
    expect(page.get_by_role("heading", name="This link opens nothing")).to_be_visible()


def test_when_the_server_is_gone_nothing_typed_is_lost(people):
    page, email = people(), unique_address()
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_role("dialog").get_by_label("E-mail").fill(email)
    page.route("**/api/invitations", lambda route: route.abort())
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_label("E-mail")).to_have_value(email)
