"""Signing in at a company's own issuer: an owner sets it up, somebody invited comes in by it."""

import uuid

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll
from issuer import Issuer, sign_in_on

LONG_NAME = "<script>alert(1)</script> حساب الشركة"


@pytest.fixture(scope="module")
def issuer(base_url):
    with Issuer(base_url + "/sign-in/return") as running:
        yield running


@pytest.fixture
def people(open_page, session_state):
    def open_it(viewport=DESK, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        page.goto("/settings/people")
        expect(page.get_by_role("heading", name="Signing in elsewhere")).to_be_visible()
        return page

    return open_it


def set_up(page, issuer, domain, name="Company account"):
    page.get_by_role("button", name="Add", exact=True).click()
    dialog = page.get_by_role("dialog", name="Sign in elsewhere")
    dialog.get_by_label("Your name for it").fill(name)
    dialog.get_by_label("Issuer").fill("https://127.0.0.1:9")
    dialog.get_by_label("Client ID").fill("sms-tracker")
    dialog.get_by_label("Client secret").fill("hush-hush-hush")
    dialog.get_by_label("Mail domains").fill(f"@{domain}")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator("#issuer-address-error")).to_contain_text("does not answer")
    assert_accessible(page)
    dialog.get_by_label("Issuer").fill(issuer.address)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()


def remove(page, name):
    page.get_by_role("button", name=f"Remove {name}").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    expect(page.locator(f"[data-issuer=\"{name}\"]")).to_have_count(0)


def test_somebody_invited_comes_in_with_their_company_account(people, issuer, open_page, base_url, api):
    domain = f"{uuid.uuid4().hex[:8]}.example"
    email = f"ada@{domain}"
    page = people()
    set_up(page, issuer, domain)
    record = page.locator("[data-issuer='Company account']")
    expect(record).to_contain_text(f"@{domain}")
    expect(record).to_contain_text("Nobody signed in there yet")
    api("POST", "/api/invitations", {"email": email, "role": "viewer", "name": "Ada"})
    issuer.add(f"ada-{domain}", email)

    guest = open_page(PHONE)
    guest.goto(base_url)
    button = guest.get_by_role("button", name="Sign in with your company account")
    button.click()
    expect(guest.get_by_text("it says where you sign in")).to_be_visible()
    assert_accessible(guest)
    guest.get_by_label("E-mail").fill(email)
    button.click()
    sign_in_on(guest, f"ada-{domain}")
    expect(guest.locator(".app")).to_be_visible()
    guest.goto("/settings/account")
    expect(guest.get_by_text("This browser")).to_be_visible()

    page.reload()
    expect(record).to_contain_text("1 person signed in there")
    [one] = [one for one in api("GET", "/api/people")["people"] if one["email"] == email]
    api("DELETE", f"/api/people/{one['id']}")
    remove(page, "Company account")


@pytest.mark.parametrize("reason, words", [
    ("cancelled", "You did not sign in there"), ("too-late", "took too long"), ("unknown", "Ask to be invited"), ("nonsense", "cannot be trusted")])
def test_who_comes_back_and_is_not_in_is_told_why_once(open_page, reason, words):
    page = open_page(PHONE)
    page.goto(f"/?sign-in={reason}")
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert "sign-in" not in page.url
    page.reload()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    expect(page.get_by_text(words)).to_have_count(0)


def test_names_of_any_kind_are_text_and_fit_a_phone(people, issuer):
    page = people(PHONE, color_scheme="dark")
    set_up(page, issuer, f"{uuid.uuid4().hex[:8]}.example", LONG_NAME)
    expect(page.get_by_role("heading", name=LONG_NAME)).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name=f"Change {LONG_NAME}").click()
    dialog = page.get_by_role("dialog", name=f"Change {LONG_NAME}")
    expect(dialog.get_by_text("Leave it empty to keep the one that is there.")).to_be_visible()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    remove(page, LONG_NAME)
