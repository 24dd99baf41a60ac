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
    expect(detail.locator(".bubble").first).to_have_text("Hello from the test")


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
