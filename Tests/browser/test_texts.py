"""The page of texts: what is sent, where reviews are asked for, and when a text may leave."""

import time

import pytest
from playwright.sync_api import expect

from conftest import PHONE, assert_accessible, assert_no_sideways_scroll


@pytest.fixture
def texts(open_page, session_state, base_url):
    page = open_page(storage_state=session_state)
    page.goto(f"{base_url}/texts")
    expect(page.get_by_label("Text", exact=True)).not_to_have_value("")
    expect(page.get_by_label("Send after")).not_to_have_value("")
    return page


@pytest.fixture
def template(api):
    """Everybody's text, which is put back afterwards."""
    before = api("GET", "/api/config")["message_template"]
    yield before
    api("POST", "/api/config", {"message_template": before})


def test_a_text_is_saved_as_a_version_and_the_one_before_is_taken_back(texts, template, api):
    box = texts.get_by_label("Text", exact=True)
    text = f"Hello {{customer_name|there}}, {time.time_ns()}"
    box.fill(text)
    expect(texts.get_by_text("Not saved yet.")).to_be_visible()
    texts.get_by_role("button", name="Save as a new version").click()
    expect(texts.get_by_text("Saved as version")).to_be_visible()
    assert api("GET", "/api/config")["message_template"] == text
    texts.locator("summary", has_text="Versions").click()
    expect(texts.locator(".version-text").first).to_have_text(text)
    texts.get_by_role("button", name="Put version").nth(1).click()
    expect(box).to_have_value(template)
    assert_accessible(texts)


def test_variables_go_where_the_cursor_is_and_the_preview_follows(texts):
    box = texts.get_by_label("Text", exact=True)
    box.fill("Dear , hello{#if amount} for {amount}{/if}")
    box.evaluate("area => area.setSelectionRange(5, 5)")
    texts.get_by_role("button", name="{customer_name}").click()
    expect(box).to_have_value("Dear {customer_name}, hello{#if amount} for {amount}{/if}")
    name = texts.get_by_label("As this customer would get it").locator("option").first.inner_text()
    expect(texts.locator(".aside .bubble")).to_contain_text(f"Dear {name}, hello")
    expect(texts.locator("#text-size")).to_contain_text("1 segment · GSM-7")


def test_a_variable_is_dragged_into_the_text(texts):
    box = texts.get_by_label("Text", exact=True)
    box.fill("")
    texts.get_by_role("button", name="{dealership_name}").drag_to(box)
    expect(box).to_have_value("{dealership_name}")


def test_an_unknown_variable_is_refused_before_it_is_sent(texts, template, api):
    box = texts.get_by_label("Text", exact=True)
    box.fill("Hi {nickname}, thanks!")
    expect(texts.get_by_text("There is no variable {nickname}")).to_be_visible()
    expect(texts.get_by_role("button", name="Save as a new version")).to_be_disabled()
    assert_accessible(texts)
    texts.get_by_role("button", name="Undo changes").click()
    expect(box).to_have_value(template)


def test_markup_in_a_text_is_shown_as_text(texts):
    texts.get_by_label("Text", exact=True).fill("<script>window.broken = 1</script><b>bold</b>")
    expect(texts.locator(".aside .bubble")).to_have_text("<script>window.broken = 1</script><b>bold</b>")
    assert texts.evaluate("window.broken") is None


def test_rules_are_saved_and_say_what_changed(texts, api):
    before = api("GET", "/api/config")["retry_delay_minutes"]
    try:
        texts.get_by_label("First retry after").fill(str(before + 1))
        expect(texts.get_by_text("Not saved yet: retry delay minutes")).to_be_visible()
        texts.get_by_role("button", name="Save rules").click()
        expect(texts.get_by_text("Saved: retry delay minutes.")).to_be_visible()
        assert api("GET", "/api/config")["retry_delay_minutes"] == before + 1
    finally:
        api("POST", "/api/config", {"retry_delay_minutes": before})


def test_a_number_out_of_range_is_explained_at_its_field(texts):
    texts.get_by_label("Send after").fill("169")
    texts.get_by_role("button", name="Save rules").click()
    expect(texts.locator("#rule-delay_hours-error")).not_to_be_empty()
    expect(texts.get_by_label("Send after")).to_be_focused()


def test_the_defaults_can_be_filled_in_and_change_nothing_before_they_are_saved(texts, api):
    before = api("GET", "/api/config")["retry_attempts"]
    texts.get_by_label("Retry at most").fill("9")
    texts.get_by_role("button", name="Fill in the defaults").click()
    expect(texts.get_by_label("Retry at most")).to_have_value("3")
    assert api("GET", "/api/config")["retry_attempts"] == before


def test_platforms_are_weighed_against_each_other(texts, api):
    before = api("GET", "/api/review-links")["platforms"]
    try:
        for name in ("Google", "Trustpilot"):
            texts.get_by_role("button", name="Add a platform").click()
            row = texts.locator(".platforms li").last
            row.get_by_label("Platform", exact=True).fill(f"{name} {time.time_ns()}")
            row.get_by_label("Link").fill("https://example.com/r")
            row.get_by_label("Weight").fill("3" if name == "Google" else "1")
        expect(texts.locator(".platforms li").nth(-2)).to_contain_text("75 %")
        texts.get_by_role("button", name="Save platforms").click()
        expect(texts.get_by_text("Saved: ")).to_be_visible()
        assert len(api("GET", "/api/review-links")["platforms"]) == len(before) + 2
    finally:
        api("PUT", "/api/review-links", {"platforms": before})


def test_a_link_that_is_none_is_refused_and_nothing_typed_is_lost(texts):
    texts.get_by_role("button", name="Add a platform").click()
    row = texts.locator(".platforms li").last
    row.get_by_label("Platform", exact=True).fill("Google")
    row.get_by_label("Link").fill("example")
    texts.get_by_role("button", name="Save platforms").click()
    expect(texts.get_by_text("a url that begins with https://")).to_be_visible()
    expect(row.get_by_label("Link")).to_have_value("example")


@pytest.mark.serial  # on a Sunday nothing would leave meanwhile
def test_hours_of_ones_own_are_kept_and_given_up(texts, api):
    try:
        texts.get_by_label("Sunday", exact=True).uncheck()
        texts.get_by_label("Saturday, not before").fill("10:00")
        texts.get_by_role("button", name="Save hours").click()
        expect(texts.get_by_text("Saved: these hours hold from now on.")).to_be_visible()
        own = api("GET", "/api/quiet-hours")["own"]["hours"]
        assert (own["sunday"], own["saturday"]["earliest"]) == (None, "10:00")
        assert_accessible(texts)
        texts.get_by_label("Sunday", exact=True).check()
        texts.get_by_label("Saturday, not before").fill("")
        texts.get_by_role("button", name="Save hours").click()
        expect(texts.get_by_text("Saved: the law alone decides.")).to_be_visible()
        assert api("GET", "/api/quiet-hours")["own"] is None
    finally:
        api("DELETE", "/api/quiet-hours/own")


def test_what_is_unsaved_is_guarded(texts):
    texts.get_by_label("Text", exact=True).fill("Half a thought")
    asked = []
    texts.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    texts.get_by_role("link", name="Dashboard", exact=True).click()
    expect(texts.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_server_that_is_gone_loses_nothing(texts):
    texts.route("**/api/**", lambda route: route.abort())
    texts.get_by_label("Text", exact=True).fill("Kept while nobody answers")
    texts.get_by_role("button", name="Save as a new version").click()
    expect(texts.get_by_text("The server is not answering.")).to_be_visible()
    expect(texts.get_by_label("Text", exact=True)).to_have_value("Kept while nobody answers")
    expect(texts.locator("#text-size")).to_contain_text("25 characters")


def test_on_a_phone(open_page, session_state, base_url):
    page = open_page(PHONE, storage_state=session_state, has_touch=True, is_mobile=True)
    page.goto(f"{base_url}/texts")
    expect(page.get_by_label("Text", exact=True)).not_to_have_value("")
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.get_by_role("button", name="Pages").tap()
    page.get_by_role("link", name="Dashboard", exact=True).tap()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
