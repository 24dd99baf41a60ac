import re

import pytest
from playwright.sync_api import expect

from conftest import assert_accessible


@pytest.fixture
def test_dialog(dashboard):
    dashboard.get_by_role("button", name="Send test message").click()
    dialog = dashboard.get_by_role("dialog", name="Send a test message")
    expect(dialog.get_by_label("Phone number")).to_be_focused()
    return dialog


@pytest.fixture
def settings_dialog(dashboard):
    dashboard.get_by_role("button", name="Settings").click()
    dialog = dashboard.get_by_role("dialog", name="Settings")
    expect(dialog.get_by_label("Message template")).not_to_have_value("")
    return dialog


def test_a_number_that_cannot_exist_is_explained_at_its_field(dashboard, test_dialog):
    test_dialog.get_by_label("Phone number").fill("123")
    test_dialog.get_by_label("Message", exact=True).fill("Nothing typed is lost")
    test_dialog.get_by_role("button", name="Send", exact=True).click()
    expect(test_dialog.locator("#test-phone-error")).not_to_be_empty()
    expect(test_dialog.get_by_label("Phone number")).to_have_attribute("aria-invalid", "true")
    expect(test_dialog.get_by_label("Phone number")).to_be_focused()
    assert_accessible(dashboard)
    test_dialog.get_by_label("Phone number").fill("(415) 517-2054")
    expect(test_dialog.locator("#test-phone-error")).to_be_empty()
    expect(test_dialog.get_by_label("Message", exact=True)).to_have_value("Nothing typed is lost")


def test_a_test_message_is_followed_to_its_delivery(dashboard, test_dialog):
    test_dialog.get_by_label("Phone number").fill("(415) 517-2054")
    test_dialog.get_by_label("Customer", exact=True).fill("Hedy Lamarr")
    test_dialog.get_by_label("Message", exact=True).fill("Hello from the test")
    test_dialog.get_by_role("button", name="Send", exact=True).click()
    detail = dashboard.get_by_role("dialog", name="Hedy Lamarr")
    expect(detail.locator(".badge.large")).to_have_text(re.compile("Delivered"))
    expect(detail.locator(".bubble")).to_have_text("Hello from the test")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("a" * 160, "160 characters · 1 segment · GSM-7"),
        ("a" * 161, "161 characters · 2 segments · GSM-7"),
        ("a" * 152 + "€" + "a" * 152, "305 characters · 3 segments · GSM-7"),  # the pair of € is not torn apart
        ("€" * 80, "80 characters · 1 segment · GSM-7"),
        ("я" * 70, "70 characters · 1 segment · UCS-2"),
        ("я" * 71, "71 characters · 2 segments · UCS-2"),
        ("🚗" * 35, "35 characters · 1 segment · UCS-2"),
    ],
)
def test_the_size_of_a_message_is_shown_while_it_is_typed(test_dialog, text, size):
    test_dialog.get_by_label("Message", exact=True).fill(text)
    expect(test_dialog.locator("#test-message-size")).to_contain_text(size)


def test_a_lost_answer_keeps_the_form_and_sends_the_same_key_again(dashboard, test_dialog):
    keys = []

    def lose(route):
        keys.append(route.request.headers["idempotency-key"])
        route.abort()

    dashboard.route("**/api/test-sms", lose)
    test_dialog.get_by_label("Phone number").fill("(415) 517-2054")
    for count in (1, 2):
        test_dialog.get_by_role("button", name="Send", exact=True).click()
        expect(test_dialog.get_by_role("alert").filter(has_text="did not answer")).to_be_visible()
        expect(test_dialog.get_by_role("button", name="Send", exact=True)).to_be_enabled()
        assert len(keys) == count
    assert keys[0] == keys[1]
    expect(test_dialog.get_by_label("Phone number")).to_have_value("(415) 517-2054")


def test_settings_are_saved_and_say_what_changed(dashboard, settings_dialog, api):
    before = api("GET", "/api/config")["retry_delay_minutes"]
    try:
        settings_dialog.get_by_label("First retry after").fill(str(before + 1))
        expect(settings_dialog.get_by_text("Not saved yet")).to_be_visible()
        settings_dialog.get_by_role("button", name="Save").click()
        expect(dashboard.get_by_text("Saved: retry delay minutes.")).to_be_visible()
        assert api("GET", "/api/config")["retry_delay_minutes"] == before + 1
    finally:
        api("POST", "/api/config", {"retry_delay_minutes": before})


def test_an_unknown_variable_is_refused_and_the_draft_survives_closing(dashboard, settings_dialog, api):
    template = api("GET", "/api/config")["message_template"]
    box = settings_dialog.get_by_label("Message template")
    box.fill("Hi {nickname}, thanks!")
    expect(settings_dialog.get_by_text("There is no variable {nickname}")).to_be_visible()
    settings_dialog.get_by_role("button", name="Save").click()
    expect(settings_dialog).to_be_visible()
    assert_accessible(dashboard)
    assert api("GET", "/api/config")["message_template"] == template
    dashboard.keyboard.press("Escape")
    expect(settings_dialog).to_be_hidden()
    dashboard.get_by_role("button", name="Settings").click()
    expect(box).to_have_value("Hi {nickname}, thanks!")
    settings_dialog.get_by_role("button", name="Undo changes").click()
    expect(box).to_have_value(template)


def test_a_number_out_of_range_is_explained_at_its_field(dashboard, settings_dialog):
    settings_dialog.get_by_label("Send after").fill("169")
    settings_dialog.get_by_role("button", name="Save").click()
    expect(settings_dialog.locator("#set-delay_hours-error")).not_to_be_empty()
    expect(settings_dialog.get_by_label("Send after")).to_be_focused()


def test_variables_go_where_the_cursor_is_and_the_preview_follows(settings_dialog):
    box = settings_dialog.get_by_label("Message template")
    box.fill("Dear , hello")
    box.evaluate("area => area.setSelectionRange(5, 5)")
    settings_dialog.get_by_role("button", name="{customer_name}").click()
    expect(box).to_have_value("Dear {customer_name}, hello")
    expect(settings_dialog.locator(".preview")).to_have_text("Dear Ada Lovelace, hello")
