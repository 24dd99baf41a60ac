"""Phones, the keyboard alone, and the dark."""

import re

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll, show_dashboard


def test_on_a_phone_rows_are_cards_and_everything_is_within_reach(phone_dashboard, post_transaction):
    page = phone_dashboard
    transaction = post_transaction(phone="+15005550009", name="Pocket Reader")
    row = page.locator("tbody[data-message]").filter(has_text=transaction)
    expect(row.locator(".why")).to_contain_text("21614")
    box = row.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    row.locator(".message").tap()
    detail = page.get_by_role("dialog", name="Pocket Reader")
    expect(detail.locator(".timeline > li").first).to_be_visible()
    assert detail.bounding_box()["width"] == PHONE["width"]
    assert_accessible(page)
    detail.get_by_role("button", name="Close the details").tap()
    page.get_by_role("button", name="Send test message").tap()
    expect(page.get_by_role("dialog", name="Send a test message")).to_be_visible()
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_dark_is_as_readable(open_page, session_state, viewport):
    page = show_dashboard(open_page(viewport, storage_state=session_state, color_scheme="dark"))
    expect(page.locator(".live")).to_contain_text("Live")
    assert_accessible(page)
    page.get_by_role("button", name="Send test message").click()
    expect(page.get_by_role("dialog", name="Send a test message")).to_be_visible()
    assert_accessible(page)


def test_the_keyboard_alone_reads_a_message_and_sends_one(dashboard, post_transaction):
    page = dashboard
    transaction = post_transaction(name="Keyboard Only")
    row = page.locator("tbody[data-message]").filter(has_text=transaction)
    expect(row.locator(".badge")).to_have_text(re.compile("Delivered"))

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, row.get_by_role("button", name="Keyboard Only"))
    page.keyboard.press("Enter")
    detail = page.get_by_role("dialog", name="Keyboard Only")
    expect(detail.locator(".timeline > li").first).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert detail.evaluate("dialog => dialog.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(row.get_by_role("button", name="Keyboard Only")).to_be_focused()

    tab_to(page, page.get_by_role("button", name="Send test message"), "Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("(415) 517-2054")
    page.keyboard.press("Enter")
    sent = page.get_by_role("dialog", name="No name")
    expect(sent.locator(".badge.large")).to_have_text(re.compile("Delivered"))
    page.keyboard.press("Escape")
    expect(sent).to_be_hidden()


def tab_to(page, target, key="Tab"):
    for _ in range(80):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            outline = target.evaluate("element => getComputedStyle(element).outlineStyle")
            assert outline != "none"
            return
    raise AssertionError("the keyboard does not reach it")


def test_whoever_wants_less_motion_gets_none(open_page, session_state):
    page = show_dashboard(open_page(storage_state=session_state, reduced_motion="reduce"))
    moving = page.evaluate("document.getAnimations().length")
    assert moving == 0
