"""What waits for a person, and deciding about it."""

import json
import time

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll
from customers import new_phone, write_back


@pytest.fixture
def held(api, post_transaction):
    """A text that is held because its customer wrote what a person must read first; its transaction."""

    def hold(name):
        phone = new_phone()
        first = post_transaction(phone=phone, name=name)
        await_record(api, first, lambda record: record["status"] in ("sent", "delivered"))
        write_back(phone, "please leave me alone for a while")
        waiting = post_transaction(phone=phone, name=name)
        await_held(api, waiting)
        return waiting

    return hold


def await_record(api, transaction, is_right):
    deadline = time.monotonic() + 20
    while not is_right(record := api("GET", f"/api/messages/{transaction}")["record"]):
        assert time.monotonic() < deadline, record
        time.sleep(0.1)
    return record


def await_held(api, transaction):
    deadline = time.monotonic() + 20
    while transaction not in [one["transactionId"] for one in api("GET", "/api/parked?limit=500")["messages"]]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def parked(open_page, session_state, base_url):
    def open_it(viewport=DESK, answer=None, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        if answer is not None:
            page.route("**/api/parked?**", lambda route: route.fulfill(content_type="application/json", body=json.dumps(answer)))
        page.goto(base_url + "/parked")
        expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
        return page

    return open_it


def made_up(count, reason="stale", **more):
    messages = [{"id": f"00000000-0000-0000-0000-{number:012}", "transactionId": f"T-{number}", "recipient": "+14155172054",
                 "customerName": f"Customer {number}", "dealershipName": "Sunrise Motors", "reason": reason,
                 "receivedAt": "2026-11-20T12:00:00.000Z", "transactionCompletedAt": "2026-10-01T12:00:00.000Z",
                 "body": "Hi, how was it?", "segments": 1, "encoding": "GSM-7", **more} for number in range(min(count, 200))]
    return {"total": count, "reasons": {reason: count}, "messages": messages}


def row(page, name):
    return page.locator(".held").filter(has_text=name)


def test_a_held_text_is_read_and_sent(parked, held, api):
    name = f"Held Back {time.time_ns():x}"
    transaction = held(name)
    page = parked()
    expect(page.get_by_role("heading", name="Read what they wrote first")).to_be_visible()
    expect(row(page, name).locator(".bubble")).to_contain_text(name)
    expect(row(page, name)).to_contain_text("segment")
    assert_accessible(page)
    row(page, name).get_by_role("button", name="Send").click()
    expect(page.locator(".notice")).to_contain_text("1 text let go.")
    expect(row(page, name)).to_have_count(0)
    await_record(api, transaction, lambda record: record["status"] in ("sent", "delivered"))


def test_a_held_text_is_dropped(parked, held, api):
    name = f"Left Out {time.time_ns():x}"
    transaction = held(name)
    page = parked()
    row(page, name).get_by_role("button", name="Drop").click()
    expect(page.locator(".notice")).to_contain_text("1 text dropped.")
    await_record(api, transaction, lambda record: record["status"] == "cancelled")


def test_all_of_a_kind_are_decided_after_a_question(parked):
    page = parked(answer=made_up(1234, "burst"))
    expect(page.get_by_role("heading", name="A sudden flood 1,234")).to_be_visible()
    expect(page.locator(".held")).to_have_count(200)
    expect(page.locator(".parked-more")).to_have_text("The newest 200 of 1,234 are shown.")
    asked = []
    page.route("**/api/parked/*", lambda route: (
        asked.append((route.request.url.split("/")[-1], route.request.post_data_json)),
        route.fulfill(content_type="application/json", body='{"success":true,"message":"","count":1234}')))
    page.get_by_role("button", name="Send all 1,234").click()
    dialog = page.get_by_role("alertdialog", name="Send 1,234 texts?")
    expect(dialog).to_contain_text("cannot be taken back")
    assert_accessible(page)
    dialog.get_by_role("button", name="Cancel").click()
    assert asked == []
    page.get_by_role("button", name="Drop all").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Drop 1,234").click()
    expect(page.locator(".notice")).to_contain_text("1,234 texts dropped.")
    assert asked == [("drop", {"reason": "burst"})]


def test_some_of_a_kind_are_chosen_and_sent(parked):
    answer = made_up(3, "shadow", heldAt="2026-11-20T15:00:00.000Z")
    page = parked(answer=answer)
    expect(page.get_by_role("heading", name="Rehearsed in shadow mode 3")).to_be_visible()
    expect(row(page, "Customer 1")).to_contain_text("Would have gone:")
    asked = []
    page.route("**/api/parked/*", lambda route: (
        asked.append((route.request.url.split("/")[-1], route.request.post_data_json)),
        route.fulfill(content_type="application/json", body='{"success":true,"message":"","count":2}')))
    for name in ("Customer 0", "Customer 2"):
        page.get_by_label(f"Choose the text to {name}").check()
    assert_accessible(page)
    page.get_by_role("button", name="Send 2 chosen").click()
    page.get_by_role("alertdialog", name="Send 2 texts?").get_by_role("button", name="Send 2").click()
    expect(page.locator(".notice")).to_contain_text("2 texts let go.")
    assert asked == [("approve", {"ids": [answer["messages"][0]["id"], answer["messages"][2]["id"]]})]
    page.get_by_label("Choose all").check()
    expect(page.get_by_role("button", name="Drop 3 chosen")).to_be_visible()
    page.get_by_label("Choose all").uncheck()
    expect(page.get_by_role("button", name="Send all 3")).to_be_visible()


def test_nothing_and_refusals_are_said(parked):
    page = parked(answer={"total": 0, "reasons": {}, "messages": []})
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    assert_accessible(page)
    page = parked(answer=made_up(1))
    page.route("**/api/parked/*", lambda route: route.fulfill(
        status=403, content_type="application/problem+json", body='{"detail":"This needs the scope messages:write."}'))
    page.get_by_role("button", name="Drop").click()
    expect(page.locator(".notice.error")).to_contain_text("This needs the scope messages:write.")
    expect(page.locator(".held")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_with_names_of_any_kind(parked, scheme):
    page = parked(PHONE, answer=made_up(3, customerName="<script>alert(1)</script> محمد " + "Wolfeschlegel" * 8,
                                        body="<img src=x onerror=alert(1)> " + "x" * 200), color_scheme=scheme)
    expect(page.locator(".held-name").first).to_contain_text("<script>alert(1)</script>")
    assert page.locator("main img, main script").count() == 0
    assert_no_sideways_scroll(page)
    assert_accessible(page)
