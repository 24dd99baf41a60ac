import os
import re

from playwright.sync_api import expect

from conftest import assert_accessible, log_in


def test_the_right_password_opens_the_dashboard_and_logging_out_closes_it(open_page, base_url):
    page = open_page()
    page.goto("/")
    assert_accessible(page)
    log_in(page, base_url, os.environ["ADMIN_EMAIL"], os.environ["ADMIN_PASSWORD"])
    expect(page.get_by_role("heading", name="Messages", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Messages", exact=True)).to_be_visible()
    page.evaluate("document.body.dataset.mark = 'of the page before'")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    expect(page.locator("body")).not_to_have_attribute("data-mark", "of the page before")


def test_a_wrong_password_says_so_and_keeps_what_was_typed(open_page, base_url):
    page = open_page()
    log_in(page, base_url, os.environ["ADMIN_EMAIL"], "not the password")
    expect(page.get_by_role("alert").filter(has_text="wrong")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value(os.environ["ADMIN_EMAIL"])
    assert_accessible(page)


def test_empty_fields_are_named_before_anything_is_sent(open_page):
    page = open_page()
    page.goto("/")
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_text("Enter your e-mail address.")).to_be_visible()
    expect(page.get_by_text("Enter your password.")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_be_focused()


def test_a_session_that_ends_asks_for_the_password_and_goes_on_where_it_was(open_page, base_url):
    page = open_page()  # with a login of its own, as the next one ends it
    log_in(page, base_url, os.environ["ADMIN_EMAIL"], os.environ["ADMIN_PASSWORD"])
    page.get_by_role("button", name="Send test message").click()
    page.get_by_label("Customer", exact=True).fill("Half a name")
    page.keyboard.press("Escape")
    # Only what the next click asks for: a refresh of the page itself must not be the one that notices.
    failed_ones = re.compile(r"/api/messages\?.*status=failed")
    page.route(failed_ones, lambda route: route.fulfill(status=401, json={"title": "Log in first."}))
    page.get_by_role("button", name="Failed", exact=True).click()
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    page.unroute(failed_ones)
    page.get_by_label("E-mail").fill(os.environ["ADMIN_EMAIL"])
    page.get_by_label("Password", exact=True).fill(os.environ["ADMIN_PASSWORD"])
    page.get_by_label("Password", exact=True).press("Enter")
    page.get_by_role("button", name="Send test message").click()
    expect(page.get_by_label("Customer", exact=True)).to_have_value("Half a name")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Failed", exact=True)).to_have_attribute("aria-pressed", "true")
