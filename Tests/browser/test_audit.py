"""Who changed what: sentences that a manager reads, before and after, narrowing, files, refusals."""

import json
import re
import uuid

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll

LONG_NAME = "<script>alert(1)</script> مفتاح نظام إدارة العملاء " + "Wolfeschlegelsteinhausenbergerdorff" * 2


@pytest.fixture
def record(open_page, session_state):
    def open_it(viewport=DESK, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        page.goto("/settings/audit")
        expect(page.get_by_role("heading", level=1)).to_have_text("Who changed what")
        return page

    return open_it


@pytest.fixture
def made_key(api):
    """A key of this name is made and ended again: two entries that are only this test's."""
    def make(name):
        made = api("POST", "/api/keys", {"name": name, "scopes": ["messages:read"]})
        api("DELETE", f"/api/keys/{made['id']}")
        return name

    return make


def find(page, words):
    page.get_by_label("Find words in the record").fill(words)


def test_an_entry_is_a_sentence_with_what_was_before_and_after(record, made_key):
    name = made_key(f"CRM {uuid.uuid4().hex[:8]}")
    page = record()
    find(page, name)
    rows = page.locator(".entry")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(f"ended the key {name}")
    expect(rows.nth(1)).to_contain_text(f"made the key {name}")
    expect(rows.nth(1).locator(".name")).to_contain_text("The key “")
    rows.nth(1).get_by_text("Details").click()
    expect(rows.nth(1).locator(".changes")).to_contain_text("messages:read")
    expect(page.locator(".entry .changes")).not_to_contain_text(["(hidden)", "(hidden)"])
    assert_accessible(page)


def test_it_is_narrowed_and_shown_whole_again(record, made_key):
    made_key(f"CRM {uuid.uuid4().hex[:8]}")
    page = record()
    expect(page.locator(".entry").first).to_be_visible()
    page.get_by_label("What", exact=True).select_option("Keys")
    expect(page.locator(".entry").first).to_contain_text(re.compile("the key|made|ended"))
    find(page, "no such words " + uuid.uuid4().hex)
    expect(page.get_by_role("heading", name="Nothing like this was noted")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".entry").first).to_be_visible()
    page.get_by_label("From", exact=True).fill("2001-01-01")
    page.get_by_label("up to and with").fill("2001-01-02")
    expect(page.locator(".entry")).to_have_count(0)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".entry").first).to_be_visible()


def test_files_hold_what_the_list_finds(record, made_key):
    name = made_key(f"CRM {uuid.uuid4().hex[:8]}")
    page = record()
    find(page, name)
    expect(page.locator(".entry")).to_have_count(2)
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="As JSON lines").click()
    lines = [json.loads(line) for line in open(download.value.path(), encoding="utf-8")]
    assert [line["action"] for line in lines] == ["key.ended", "key.added"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_of_any_length_and_script_are_text_on_a_telephone(record, made_key, scheme):
    name = made_key(f"{uuid.uuid4().hex[:8]} {LONG_NAME}"[:100])
    page = record(PHONE, color_scheme=scheme)
    find(page, name[:8])
    expect(page.locator(".entry")).to_have_count(2)
    expect(page.locator(".entry-object").first).to_have_text(name)
    page.locator(".entry").first.locator("summary").click()
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_whoever_may_not_see_it_is_told_whom_to_ask(record):
    def refuse(route):
        route.fulfill(status=403, content_type="application/problem+json",
                      body=json.dumps({"status": 403, "code": "scope-missing", "detail": "No."}))

    page = record()
    page.route("**/api/audit?*", refuse)
    find(page, "anything")
    expect(page.get_by_role("alert").filter(has_text="Owners and administrators")).to_be_visible()
    assert_accessible(page)


def test_the_record_is_found_from_the_settings(open_page, session_state):
    page = open_page(storage_state=session_state)
    page.goto("/settings")
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Who changed what").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who changed what")
