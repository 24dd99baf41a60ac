"""How a business looks to its customers, and the phone that shows it."""

import base64

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
NAMES = ["displayName", "colour", "background", "language", "question", "lowRating", "timeZone", "defaultRegion"]


@pytest.fixture
def as_before(api):
    before = api("GET", "/api/business")
    yield before
    api("POST", "/api/business", {name: before[name] for name in NAMES})
    if not before["logo"]:
        api("DELETE", "/api/business/logo")


@pytest.fixture
def business(open_page, session_state, base_url, as_before):
    def open_it(viewport=DESK, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        page.goto(base_url + "/settings/business")
        expect(page.get_by_label("Time zone")).not_to_have_value("")
        return page

    return open_it


@pytest.mark.serial  # every customer's page is in Arabic meanwhile
def test_what_is_typed_shows_in_the_phone_and_is_saved(business, api):
    page = business()
    phone = page.locator(".handset")
    page.get_by_label("Name on the page").fill("Zoë & Söhne")
    page.get_by_label("Your colour", exact=True).fill("#ffcc00")
    page.get_by_label("Question").fill("Was {dealership_name} good to you?")
    expect(phone.locator(".business")).to_have_text("Zoë & Söhne")
    expect(phone.locator("header")).to_have_css("background-color", "rgb(255, 204, 0)")
    expect(phone.locator("header")).to_have_css("color", "rgb(17, 24, 39)")
    expect(phone.locator(".shown-question")).to_contain_text("good to you?")
    expect(page.get_by_text("Text on your colour is dark and easy to read")).to_be_visible()
    page.get_by_label("Language").select_option("ar")
    expect(phone.locator(".customer")).to_have_attribute("dir", "rtl")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notice")).to_contain_text("Saved: display name, colour, language, question.")
    saved = api("GET", "/api/business")
    assert (saved["displayName"], saved["colour"], saved["language"]) == ("Zoë & Söhne", "#ffcc00", "ar")
    expect(page.get_by_role("button", name="Save")).to_be_disabled()


def test_a_logo_is_sent_shown_and_removed(business):
    page = business()
    choose = page.locator("input[type=file]")
    choose.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": PNG})
    expect(page.locator(".notice")).to_contain_text("The logo is saved.")
    expect(page.locator(".handset header img")).to_be_visible()
    choose.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": PNG + b"\0" * 300_000})
    expect(page.get_by_text("at most 200 KB fit")).to_be_visible()
    choose.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.get_by_text("This is no PNG, JPEG or WebP picture.")).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".handset header img")).to_be_hidden()


def test_what_is_refused_is_said_beside_its_field_and_undone(business, as_before):
    page = business()
    page.get_by_label("Time zone").fill("Mars/Olympus")
    page.get_by_label("Background", exact=True).fill("#12")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#b-background-error")).not_to_be_empty()
    page.get_by_label("Background", exact=True).fill(as_before["background"])
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There is no time zone Mars/Olympus.")).to_be_visible()
    expect(page.get_by_label("Time zone")).to_be_focused()
    page.get_by_role("button", name="Undo changes").click()
    expect(page.get_by_label("Time zone")).to_have_value(as_before["timeZone"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_it_fits_and_can_be_read(business, viewport, scheme):
    page = business(viewport, color_scheme=scheme)
    page.get_by_label("Name on the page").fill("<script>alert(1)</script> " + "Wolfeschlegel" * 4)
    expect(page.locator(".handset .business")).to_contain_text("<script>alert(1)</script>")
    assert_no_sideways_scroll(page)
    assert_accessible(page)
