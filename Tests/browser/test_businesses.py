"""The businesses of an installation: added, changed, suspended, exported and removed; and the door of one."""

import gzip
import uuid
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll, log_in
from issuer import Issuer, sign_in_on

GOOD = "violet otter kettle 41"


@pytest.fixture
def businesses(open_page, session_state):
    def open_it(viewport=DESK, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        page.goto("/settings/businesses")
        expect(page.get_by_role("heading", level=1, name="Businesses")).to_be_visible()
        return page

    return open_it


def record(page, name):
    return page.locator(f"[data-business='{name}']")


def add(page, name, word="", host=""):
    """Adds a business with the dialog; the link for its owner."""
    page.get_by_role("button", name="Add a business").click()
    dialog = page.get_by_role("dialog", name="Add a business")
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.get_by_label("Time zone").fill("Europe/Berlin")
    dialog.get_by_label("Word for its login page").fill(word)
    dialog.get_by_label("Host name").fill(host)
    dialog.get_by_label("Its owner’s e-mail").fill(f"{name}@example.com")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#add-link")).to_contain_text("/join#")
    link = page.locator("#add-link").inner_text()
    page.get_by_role("button", name="Done").click()
    expect(record(page, name)).to_contain_text("Active")
    return link


def suspend(page, name, reason="Gone"):
    record(page, name).get_by_role("button", name=f"Suspend {name}").click()
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Suspend", exact=True).click()
    expect(record(page, name)).to_contain_text(f"Suspended: {reason}")


def remove(page, name):
    """Removes a business that is suspended."""
    record(page, name).get_by_role("button", name=f"Remove {name}").click()
    page.get_by_label("Type its name to remove it").fill(name)
    page.get_by_role("button", name="Remove for ever").click()
    expect(page.get_by_text(f"{name} is being removed.")).to_be_visible()


@pytest.fixture
def name():
    return f"acme-{uuid.uuid4().hex[:10]}"


def test_a_business_is_added_changed_suspended_and_removed(businesses, name):
    page = businesses()
    assert_accessible(page)
    page.get_by_role("button", name="Add a business").click()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Give it a name.")).to_be_visible()
    expect(page.get_by_text("Say who is to own it.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Cancel").click()
    add(page, name, word=name)
    expect(record(page, name)).to_contain_text(f"/at/{name}")

    record(page, name).get_by_role("button", name=f"Change {name}").click()
    dialog = page.get_by_role("dialog", name=f"Change {name}")
    expect(dialog.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    dialog.get_by_label("Time zone").fill("Mars/Olympus")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("There is no such time zone.")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_label("Time zone").fill("Europe/Paris")
    dialog.get_by_label("Host name of its own").fill(f"{name}.example.com")
    dialog.get_by_role("button", name="Save").click()
    expect(record(page, name)).to_contain_text(f"Europe/Paris · {name}.example.com · /at/{name}")

    record(page, name).get_by_role("button", name=f"Usage of {name}").click()
    expect(page.get_by_role("dialog").get_by_role("row")).to_have_count(2)
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(record(page, name).get_by_role("button", name=f"Usage of {name}")).to_be_focused()

    record(page, name).get_by_role("button", name=f"Suspend {name}").click()
    page.get_by_role("button", name="Suspend", exact=True).click()
    expect(page.get_by_text("Say why: its people read it.")).to_be_visible()
    page.get_by_label("Reason").fill("Not paid since May")
    assert_accessible(page)
    page.get_by_role("button", name="Suspend", exact=True).click()
    expect(record(page, name)).to_contain_text("Suspended: Not paid since May")
    record(page, name).get_by_role("button", name=f"Resume {name}").click()
    expect(record(page, name)).to_contain_text("Active")

    record(page, name).get_by_role("button", name=f"Suspend {name}").click()
    page.get_by_label("Reason").fill("Gone")
    page.get_by_role("button", name="Suspend", exact=True).click()
    record(page, name).get_by_role("button", name=f"Remove {name}").click()
    page.get_by_label("Type its name to remove it").fill("another")
    page.get_by_role("button", name="Remove for ever").click()
    expect(page.get_by_text(f"Type {name}, as it stands above.")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Type its name to remove it").fill(name)
    page.get_by_role("button", name="Remove for ever").click()
    expect(page.locator(f"[data-removal='{name}']")).to_be_visible()


def test_everything_of_a_business_is_downloaded(businesses, name):
    page = businesses()
    add(page, name)
    with page.expect_download() as download:
        record(page, name).get_by_role("button", name=f"Export {name}").click()
    text = gzip.open(download.value.path()).read().decode()
    assert f'"name": "{name}"' in text and '"table":"tenants"' in text
    suspend(page, name)
    remove(page, name)


def join(page, link):
    """Follows an owner's invitation, and chooses a password."""
    page.goto(link)
    page.get_by_label("Name").fill("Ann")
    page.get_by_label("Password", exact=True).fill(GOOD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()


def test_the_door_of_a_business_shows_its_name_and_lets_its_people_in_alone(businesses, open_page, name):
    page = businesses()
    link = add(page, name, word=name)
    guest = open_page(PHONE)
    join(guest, link)
    guest.goto(f"/at/{name}")
    expect(guest.locator(".door-name")).to_have_text(name)
    assert_accessible(guest)
    assert_no_sideways_scroll(guest)
    guest.get_by_label("E-mail").fill("admin@example.com")
    guest.get_by_label("Password", exact=True).fill("not the password")
    guest.get_by_role("button", name="Log in", exact=True).click()
    expect(guest.get_by_text("The address or the password is wrong.")).to_be_visible()
    guest.get_by_label("E-mail").fill(f"{name}@example.com")
    guest.get_by_label("Password", exact=True).fill(GOOD)
    guest.get_by_role("button", name="Log in", exact=True).click()
    expect(guest.locator(".app")).to_be_visible()
    # Of other businesses nobody but the platform's owner knows.
    guest.goto("/settings")
    expect(guest.get_by_role("navigation", name="Settings").get_by_role("link", name="Businesses")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("navigation", name="Settings").get_by_role("link", name="Businesses")).to_be_visible()

    suspend(page, name)
    guest.goto("/")
    expect(guest.locator(".login").get_by_text("This business is suspended: Gone.")).to_be_visible()
    remove(page, name)


def test_at_its_own_host_people_of_a_business_sign_in_with_their_company_account(businesses, open_page, base_url, name):
    host = f"{name}.localhost"  # which a browser takes for this machine (RFC 6761, section 6.3)
    home = base_url.replace(urlsplit(base_url).hostname, host)
    page = businesses()
    owner = open_page(home=home)
    join(owner, add(page, name, host=host))
    log_in(owner, home, f"{name}@example.com", GOOD)
    expect(owner.locator(".app")).to_be_visible()
    owner.goto("/settings/people")
    with Issuer(f"{base_url}/sign-in/return", f"{home}/sign-in/return") as issuer:
        issuer.add("ann", f"{name}@example.com")
        owner.get_by_role("button", name="Add", exact=True).click()
        dialog = owner.get_by_role("dialog", name="Sign in elsewhere")
        addresses = dialog.locator(".copied")
        expect(addresses).to_have_text([f"{base_url}/sign-in/return Copy", f"{home}/sign-in/return Copy"])
        assert_accessible(owner)
        owner.set_viewport_size(PHONE)
        assert [box for box in addresses.all() if box.evaluate("box => box.scrollHeight > box.clientHeight")] == []
        dialog.get_by_label("Issuer").fill(issuer.address)
        dialog.get_by_label("Client ID").fill("sms-tracker")
        dialog.get_by_label("Client secret").fill("hush-hush-hush")
        dialog.get_by_label("Mail domains").fill("example.com")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_be_hidden()
        guest = open_page(PHONE, home=home)
        guest.goto("/")
        expect(guest.locator(".door-name")).to_have_text(name)
        guest.get_by_label("E-mail").fill(f"{name}@example.com")
        guest.get_by_role("button", name="Sign in with your company account").click()
        sign_in_on(guest, "ann")
        expect(guest.locator(".app")).to_be_visible()
        assert guest.url.startswith(home)
    suspend(page, name)
    remove(page, name)


def test_a_door_that_is_not_there_says_so(open_page):
    page = open_page()
    page.goto(f"/at/{uuid.uuid4().hex[:10]}")
    expect(page.get_by_text("There is no business at this address.")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_list_fits(businesses, viewport, name):
    page = businesses(viewport)
    add(page, name)
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.get_by_role("button", name="Add a business").click()
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.get_by_role("button", name="Cancel").click()
    suspend(page, name)
    remove(page, name)
