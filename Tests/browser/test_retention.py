"""For how long what was said is kept: choosing, what it removes, and what was removed."""

import json

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll, find

RULE = {"days": None, "chosenBy": None, "chosenAt": None, "nextRunAt": None, "ranAt": None, "removed": 0}
LONG = {"daysMin": 7, "daysMax": 3650, "mayBeForever": True}


@pytest.fixture
def rules():
    """What the page is told; nothing of the shared system is chosen."""
    return {
        "messages": {**RULE, **LONG},
        "replies": {**RULE, **LONG, "days": 45, "chosenBy": "<script>alert(1)</script> Wolfeschlegelsteinhausen",
                    "chosenAt": "2026-08-01T10:00:00.000Z", "ranAt": "2026-11-20T02:00:00.000Z",
                    "nextRunAt": "2026-11-21T02:00:00.000Z", "removed": 12340},
        "requests": {**RULE, "days": 7, "daysMin": 1, "daysMax": 90, "mayBeForever": False},
    }


@pytest.fixture
def keeping(open_page, session_state, base_url, rules):
    def open_it(viewport=DESK, refuse=False, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        page.sent = []

        def answer(route):
            if route.request.method == "GET":
                return route.fulfill(json=rules)
            chosen = json.loads(route.request.post_data)
            page.sent.append(chosen)
            if refuse:
                problem = {"title": "Bad Request", "detail": "One field is wrong.", "code": "invalid",
                           "errors": [{"field": name, "message": f"{name} must be a whole number of days from 7 to 3650."} for name in chosen]}
                return route.fulfill(status=400, content_type="application/problem+json", body=json.dumps(problem))
            for name, days in chosen.items():
                rules[name] = {**rules[name], "days": None if days == "forever" else int(days), "chosenBy": "Ada",
                               "chosenAt": "2026-11-21T10:00:00.000Z"}
            return route.fulfill(json={"success": True, "message": "", "retention": rules, "changed": list(chosen)})

        found = {"count": 12340, "isMore": False, "before": "2026-08-23T17:00:00.000Z"}
        page.route("**/api/retention", answer)
        page.route("**/api/retention/preview?*", lambda route: route.fulfill(
            json={name: found if name in route.request.url else None for name in rules}))
        page.goto(base_url + "/settings/retention")
        expect(page.get_by_label("Texts and names")).to_be_enabled()
        return page

    return open_it


def test_what_a_choice_removes_is_said_before_and_after(keeping):
    page = keeping()
    save = page.get_by_role("button", name="Save")
    expect(page.get_by_label("Texts and names")).to_have_value("forever")
    expect(save).to_be_disabled()
    page.get_by_label("Texts and names").select_option("90")
    effect = page.locator("[data-kept=messages] .kept-effect")
    expect(effect).to_have_text("12,340 texts with their names from before August 23, 2026 will be removed from tonight on. An archive keeps them.")
    assert_accessible(page)
    save.click()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("12,340 texts")
    dialog.get_by_role("button", name="Cancel").click()
    assert page.sent == []
    save.click()
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator(".notice")).to_contain_text("Saved. Texts and names: 90 days.")
    assert page.sent == [{"messages": "90"}]
    expect(effect).to_be_hidden()
    expect(page.locator("[data-kept=messages] .kept-state")).to_contain_text("Chosen by Ada")
    expect(save).to_be_disabled()


def test_a_number_of_ones_own_is_typed_and_for_ever_asks_nothing(keeping):
    page = keeping()
    row = page.locator("[data-kept=replies]")
    expect(row.get_by_label("What customers wrote")).to_have_value("own")
    expect(row.get_by_label("Days", exact=True)).to_have_value("45")
    expect(row).to_contain_text("12,340 removed in all")
    row.get_by_label("Days", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Type a number of days.")
    row.get_by_label("What customers wrote").select_option("forever")
    expect(row.get_by_label("Days", exact=True)).to_be_hidden()
    expect(row).to_contain_text("Nothing more will be removed.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notice")).to_contain_text("What customers wrote: for as long as this system runs")
    assert page.sent == [{"replies": "forever"}]


def test_what_is_refused_is_said_beside_its_field_and_undone(keeping):
    page = keeping(refuse=True)
    row = page.locator("[data-kept=messages]")
    row.get_by_label("Texts and names").select_option("own")
    row.get_by_label("Days", exact=True).fill("5")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Save").click()
    expect(row.get_by_text("from 7 to 3650")).to_be_visible()
    expect(row.get_by_label("Days", exact=True)).to_be_focused()
    page.get_by_role("button", name="Undo changes").click()
    expect(row.get_by_label("Texts and names")).to_have_value("forever")
    expect(row.get_by_label("Days", exact=True)).to_be_hidden()


def test_the_server_is_asked_and_refuses_in_words(open_page, session_state, base_url):
    page = open_page(storage_state=session_state)
    page.goto(base_url + "/settings/retention")
    row = page.locator("[data-kept=messages]")
    expect(row.get_by_label("Texts and names")).to_be_enabled()
    row.get_by_label("Texts and names").select_option("180")
    expect(row.locator(".kept-effect")).to_contain_text("before")
    row.get_by_label("Texts and names").select_option("own")
    row.get_by_label("Days", exact=True).fill("4000")
    expect(row.locator(".field-error")).to_contain_text("3650")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_it_fits_and_can_be_read(keeping, viewport, scheme):
    page = keeping(viewport, color_scheme=scheme)
    expect(page.locator("[data-kept=replies]")).to_contain_text("<script>alert(1)</script>")
    page.get_by_label("Texts and names").select_option("30")
    expect(page.locator("[data-kept=messages] .kept-effect")).to_be_visible()
    assert_no_sideways_scroll(page)
    assert_accessible(page)


ARCHIVE = {"id": 7, "kind": "messages", "file": "1/messages/2026-11-20-1.archive", "records": 4321, "bytes": 1234567,
           "sha256": "0" * 64, "firstAt": "2026-08-01T10:00:00.000Z", "lastAt": "2026-08-22T10:00:00.000Z",
           "madeAt": "2026-11-20T07:00:00.000Z", "restoration": None}
DONE = {"wantedAt": "2026-11-20T08:00:00.000Z", "wantedBy": "Ada", "endedAt": "2026-11-20T08:01:00.000Z", "restored": 80,
        "unreadable": 2, "problem": None}


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_what_was_removed_is_listed_and_brought_back(open_page, session_state, base_url, viewport):
    page = open_page(viewport, storage_state=session_state)
    replies = {**ARCHIVE, "id": 6, "kind": "replies", "records": 82, "restoration": DONE}
    asked = []

    def restore(route):
        asked.append(route.request.url)
        route.fulfill(status=202, json={**ARCHIVE, "restoration": {**DONE, "endedAt": None}})

    page.route("**/api/archives", lambda route: route.fulfill(json={"archives": [ARCHIVE, replies], "nextCursor": None}))
    page.route("**/api/archives/*/restoration", restore)
    page.goto(base_url + "/settings/retention")
    first, second = page.locator("[data-archive='7']"), page.locator("[data-archive='6']")
    expect(first).to_contain_text("4,321 texts")
    expect(first).to_contain_text("From August 1, 2026 to August 22, 2026")
    expect(second).to_contain_text("80 records brought back")
    expect(second).to_contain_text("2 records of people who were erased")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    button = first.get_by_role("button", name="Bring back")
    button.click()
    page.get_by_role("alertdialog").get_by_role("button", name="Cancel").click()
    assert asked == []
    button.click()
    page.get_by_role("alertdialog").get_by_role("button", name="Bring back").click()
    expect(first).to_contain_text("Being brought back…")
    expect(button).to_be_disabled()
    assert len(asked) == 1


def test_a_text_that_is_gone_is_told_as_gone(open_page, session_state, base_url, post_transaction, api):
    transaction = post_transaction()
    message = api("GET", f"/api/messages/{transaction}")
    record = {**message["record"], "status": "delivered", "body": None, "customerName": None, "receivedAt": "2026-08-01T10:00:00.000Z",
              "contentRemovedAt": "2026-10-30T10:00:00.000Z", "retryable": False}
    page = open_page(storage_state=session_state)
    page.route(f"**/api/messages/{record['id']}", lambda route: route.fulfill(json={**message, "record": record}))
    page.goto(base_url)
    find(page, transaction).locator("button.link").first.click()
    expect(page.get_by_text("The text and the name were removed after 90 days")).to_be_visible()
    assert_accessible(page)
