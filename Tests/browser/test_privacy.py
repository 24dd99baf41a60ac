"""One customer's data: looking it up, copies and evidence, and erasing it with a certificate."""

import json
import re
import time

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll
from customers import await_text, new_phone, write_back

LONG_NAME = "<script>alert(1)</script> Wolfeschlegelsteinhausenbergerdorff " + "x" * 30


@pytest.fixture
def privacy(open_page, session_state):
    def open_it(viewport=DESK, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        page.goto("/settings/privacy")
        expect(page.get_by_role("heading", level=1)).to_have_text("One customer’s data")
        return page

    return open_it


@pytest.fixture
def customer(post_transaction, api):
    """A customer whose text was delivered, and who wrote back; the number."""
    phone = new_phone()
    transaction = post_transaction(phone, LONG_NAME)
    await_text(api, transaction)
    deadline = time.monotonic() + 20
    while api("GET", f"/api/messages/{transaction}")["record"]["status"] != "delivered":
        assert time.monotonic() < deadline, "the message was not delivered"
        time.sleep(0.1)
    write_back(phone, "Thanks!")
    return phone


def look_up(page, phone):
    page.get_by_label("Phone number").fill(phone)
    page.get_by_role("button", name="Look up").click()


def typed(phone):
    return f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}"


def test_what_is_known_is_shown_and_can_be_taken_away(privacy, customer):
    page = privacy()
    look_up(page, typed(customer))
    expect(page.locator(".known")).to_contain_text(f"Of +1 {typed(customer)} there is something in")
    expect(page.locator('[data-table="messages"]')).to_contain_text("1")
    expect(page.locator('[data-table="inbound_messages"]')).to_contain_text("Replies")
    with page.expect_download() as copy:
        page.get_by_role("button", name="Copy for the customer").click()
    assert copy.value.suggested_filename == "customer.json"
    assert json.load(open(copy.value.path()))["phone"] == customer
    with page.expect_download() as evidence:
        page.get_by_role("button", name="Evidence as JSON").click()
    assert len(json.load(open(evidence.value.path()))["sha256"]) == 64
    with page.expect_download() as paper:
        page.get_by_role("button", name="Evidence as PDF").click()
    assert paper.value.suggested_filename == "evidence.pdf" and open(paper.value.path(), "rb").read(4) == b"%PDF"
    assert_accessible(page)


def test_a_number_that_is_none_is_named(privacy):
    page = privacy()
    page.get_by_role("button", name="Look up").click()
    expect(page.locator("#customer-phone-error")).to_have_text("Enter the customer’s number.")
    look_up(page, "517-2054")
    expect(page.locator("#customer-phone-error")).to_contain_text("too short")
    expect(page.get_by_label("Phone number")).to_be_focused()
    look_up(page, new_phone())
    expect(page.locator(".known")).to_contain_text("Nothing is known of")
    expect(page.get_by_role("button", name="Erase…")).to_be_hidden()


def test_a_customer_is_erased_and_leaves_a_certificate(privacy, customer, api):
    page = privacy()
    look_up(page, customer)
    page.get_by_role("button", name="Erase…").click()
    dialog = page.get_by_role("dialog", name=re.compile("^Erase "))
    expect(dialog.get_by_label("Why?")).to_be_focused()
    assert_accessible(page)
    dialog.get_by_role("button", name="Erase for ever").click()
    expect(dialog.locator("#erase-reason-error")).to_contain_text("Say why")
    dialog.get_by_label("Why?").fill(f"asked from {customer}")
    dialog.get_by_role("button", name="Erase for ever").click()
    expect(dialog.locator("#erase-reason-error")).to_contain_text("must not hold the name or the number")
    dialog.get_by_label("Why?").fill("Request 2026-17")
    dialog.get_by_role("button", name="Erase for ever").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".known")).to_contain_text("Nothing is known of")
    newest = api("GET", "/api/privacy/certificates")["certificates"][0]["id"]
    record = page.locator(f'[data-certificate="{newest}"]')
    expect(record).to_contain_text("Request 2026-17")
    with page.expect_download() as paper:
        record.get_by_role("link", name=re.compile("as PDF$")).click()
    assert open(paper.value.path(), "rb").read(4) == b"%PDF"
    page.goto("/")
    expect(page.get_by_text("Erased number").first).to_be_visible()


def test_it_fits_a_phone(privacy, customer):
    page = privacy(PHONE, has_touch=True, is_mobile=True)
    look_up(page, customer)
    expect(page.locator(".holdings")).to_be_visible()
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.get_by_role("button", name="Erase…").click()
    expect(page.get_by_role("dialog", name=re.compile("^Erase "))).to_be_visible()
    assert_no_sideways_scroll(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name=re.compile("^Erase "))).to_be_hidden()
