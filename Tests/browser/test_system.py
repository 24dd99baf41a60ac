"""The page of the system: every part, whether it runs, since when and from which version."""

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_is_shown(open_page, session_state, base_url, api, viewport, scheme):
    page = open_page(viewport, storage_state=session_state, color_scheme=scheme)
    page.goto(f"{base_url}/system")
    parts = api("GET", "/api/system")["functions"]
    expect(page.locator(".programs tbody tr")).to_have_count(len(parts))
    for name in ("webhook", "dispatch", "notify"):
        row = page.locator(".programs tbody tr").filter(has=page.get_by_text(name, exact=True))
        expect(row.locator(".badge")).to_have_text("Running")
        commit = next(part["commit"] for part in parts if part["name"] == name)
        expect(row).to_contain_text(commit)
    expect(page.locator(".card")).to_have_count(4)
    expect(page.locator(".part").filter(has_text="twilio").first).to_be_visible()
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_what_is_not_well_stands_out(open_page, session_state, base_url, api):
    state = api("GET", "/api/system")
    by_name = {part["name"]: part for part in state["functions"]}
    by_name["dispatch"].update(state="down", running=0, memoryBytes=0)
    by_name["webhook"].update(state="partly", running=1, failures=3, summary="<img src=x onerror=alert(1)>")
    state["callbackPaths"] = [{"provider": "twilio", "state": "broken", "hop": "dns", "detail": "", "since": None,
                               "accepted": 10, "reported": 0}]
    page = open_page(storage_state=session_state)
    page.route("**/api/system", lambda route: route.fulfill(json=state))
    page.goto(f"{base_url}/system")
    expect(page.get_by_role("status").filter(has_text="3 parts not well")).to_be_visible()
    row = page.locator(".programs tbody tr")
    expect(row.filter(has_text="dispatch").first.locator(".badge")).to_have_text("Not running")
    expect(row.filter(has_text="<img src=x").locator(".badge")).to_contain_text("1 of")
    expect(page.locator(".part").first).to_contain_text("Reports do not arrive")
    expect(page.locator(".part").first).to_contain_text("domain name system")
    assert_accessible(page)


def test_when_the_server_is_gone_the_page_says_so(open_page, session_state, base_url):
    page = open_page(storage_state=session_state)
    page.route("**/api/system", lambda route: route.abort())
    page.goto(f"{base_url}/system")
    expect(page.get_by_role("alert").filter(has_text="not answering")).to_be_visible()
    assert_accessible(page)
    page.unroute("**/api/system")
    expect(page.locator(".programs tbody tr").first).to_be_visible()
