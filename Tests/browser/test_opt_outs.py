"""The numbers that are not written to: finding, adding and releasing them."""

import json
import urllib.parse

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll
from customers import new_phone, write_back


@pytest.fixture
def opt_outs(open_page, session_state, base_url):
    def open_it(viewport=DESK, answer=None, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        if answer is not None:
            page.route("**/api/suppressions?**", lambda route: route.fulfill(content_type="application/json", body=json.dumps(answer)))
        page.goto(base_url + "/opt-outs")
        expect(page.get_by_role("heading", name="Opt-outs")).to_be_visible()
        return page

    return open_it


@pytest.fixture
def number(api):
    """A number of this test's own, which is on no list when it is over."""
    phone = new_phone()
    yield phone
    try:
        api("DELETE", f"/api/suppressions/{urllib.parse.quote(phone)}")
    except OSError:
        pass


def made_up(count, **more):
    entries = [{"id": 9000 - index, "number": f"+1415517{index:04}", "reason": "complained", "source": "page", "note": "by phone",
                "addedBy": "Ada", "addedAt": "2026-11-20T12:00:00.000Z", "releasedBy": None, "releasedAt": None,
                "releaseNote": None, "releasable": True, **more} for index in range(count)]
    return {"suppressions": entries, "nextCursor": None}


def search(page, text):
    page.get_by_label("Find by number").fill(text)
    page.get_by_label("Find by number").press("Enter")


def search_for_one(page, number):
    """The only entry, once the others are gone from the list."""
    search(page, number)
    entry = page.locator(".opt-out")
    expect(entry).to_have_count(1)
    return entry


def test_a_number_is_added_found_and_released(opt_outs, number):
    page = opt_outs()
    page.get_by_role("button", name="Add a number").first.click()
    dialog = page.get_by_role("dialog", name="Add a number")
    dialog.get_by_role("button", name="Do not write to it").click()
    expect(dialog).to_contain_text("Type the number")
    dialog.get_by_label("Number").fill("12")
    dialog.get_by_role("button", name="Do not write to it").click()
    expect(dialog.get_by_label("Number")).to_have_attribute("aria-invalid", "true")
    expect(dialog.locator("#adding-number-error")).not_to_be_empty()
    assert_accessible(page)
    dialog.get_by_label("Number").fill(number)
    dialog.get_by_label("Reason").select_option("complained")
    dialog.get_by_label("Note").fill("=1+1 <script>alert(1)</script>")
    dialog.get_by_role("button", name="Do not write to it").click()
    expect(page.locator(".notice")).to_contain_text("is not written to any more")
    entry = search_for_one(page, number[-7:])
    expect(entry).to_contain_text("Complained")
    expect(entry).to_contain_text("<script>alert(1)</script>")
    assert_accessible(page)
    page.get_by_label("Reason").first.select_option("dead_number")
    expect(page.get_by_role("heading", name="No such number")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    search_for_one(page, number[-7:]).get_by_role("button", name="Release").click()
    dialog = page.get_by_role("dialog", name="Release")
    dialog.get_by_label("Why?").fill("Typed wrongly")
    assert_accessible(page)
    dialog.get_by_role("button", name="Release").click()
    expect(page.locator(".notice").last).to_contain_text("may be written to again")
    expect(page.locator(".opt-out")).to_have_count(0)
    page.get_by_label("Show released ones too").check()
    expect(page.locator(".opt-out.released")).to_contain_text("Typed wrongly")


def test_a_customers_stop_is_explained(opt_outs, api, post_transaction):
    phone = new_phone()
    post_transaction(phone=phone)
    write_back(phone, "STOP")
    page = opt_outs()
    entry = search_for_one(page, phone)
    expect(entry).to_contain_text("only they can take it back, by texting START")
    expect(page.get_by_role("button", name="Release")).to_be_hidden()
    expect(page.get_by_role("link", name="Conversation with")).to_be_visible()
    write_back(phone, "START")


def test_the_download_has_the_filter(opt_outs):
    page = opt_outs(answer=made_up(3))
    page.get_by_label("Reason").first.select_option("complained")
    search(page, "4155")
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="As CSV").click()
    assert download.value.url.endswith("/api/export/suppressions.csv?search=4155&reason=complained")
    assert download.value.suggested_filename == "suppressions.csv"


def test_empty_and_failing(opt_outs, open_page, session_state, base_url):
    page = opt_outs(answer={"suppressions": [], "nextCursor": None})
    expect(page.get_by_role("heading", name="Nobody has opted out")).to_be_visible()
    assert_accessible(page)
    page = open_page(storage_state=session_state)
    page.route("**/api/suppressions?**", lambda route: route.fulfill(
        status=403, content_type="application/problem+json", body='{"detail":"This needs the scope messages:read."}'))
    page.goto(base_url + "/opt-outs")
    expect(page.locator(".list-problem")).to_contain_text("This needs the scope messages:read.")
    expect(page.get_by_role("heading", name="Nobody has opted out")).to_be_hidden()


def test_words_in_the_search_are_answered_kindly(opt_outs):
    page = opt_outs()
    search(page, "Ada")
    expect(page.locator(".list-problem")).to_contain_text("digits alone are looked for")


def test_a_refused_release_says_why(opt_outs):
    page = opt_outs(answer=made_up(1))
    page.route("**/api/suppressions/*", lambda route: route.fulfill(
        status=409, content_type="application/problem+json", body='{"detail":"Only they can take that back."}'))
    page.get_by_role("button", name="Release").click()
    dialog = page.get_by_role("dialog", name="Release")
    dialog.get_by_role("button", name="Release").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Only they can take that back.")


def test_pages_go_on_and_back(opt_outs):
    page = opt_outs(answer={**made_up(50), "nextCursor": 8951})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator(".opt-out")).to_have_count(50)
    expect(page.get_by_role("button", name="Newer")).to_be_disabled()
    page.get_by_role("button", name="Older").click()
    expect(page.get_by_text("Page 2")).to_be_visible()
    assert any("cursor=8951" in url for url in asked)
    page.get_by_role("button", name="Newer").click()
    expect(page.get_by_text("Page 1")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_with_notes_of_any_kind(opt_outs, scheme):
    page = opt_outs(PHONE, answer=made_up(3, note="<img src=x onerror=alert(1)> محمد " + "Wolfeschlegel" * 9, addedBy="x" * 90), color_scheme=scheme)
    expect(page.locator(".opt-out-note").first).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img, main script").count() == 0
    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("link", name="For Excel")).to_be_visible()
    assert_no_sideways_scroll(page)
    assert_accessible(page)
