"""What customers write back, and answering it."""

import re
import time

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll
from customers import new_phone, write_back


@pytest.fixture
def conversation(api, post_transaction):
    """A customer who had a text and wrote back; their number."""

    def begin(name, *said):
        phone = new_phone()
        transaction = post_transaction(phone=phone, name=name)
        deadline = time.monotonic() + 20
        while api("GET", f"/api/messages/{transaction}")["record"]["status"] not in ("sent", "delivered"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        for body in said:
            write_back(phone, body)
        return phone

    return begin


@pytest.fixture
def conversations(open_page, session_state, base_url):
    def open_it(viewport=DESK, path="/conversations", **options):
        page = open_page(viewport, storage_state=session_state, **options)
        page.goto(base_url + path)
        expect(page.get_by_role("heading", name="Conversations", exact=True)).to_be_attached()
        return page

    return open_it


def unique(name):
    return f"{name} {time.time_ns():x}"


def person(page, name):
    return page.locator(".person").filter(has_text=name)


def test_what_a_customer_writes_appears_by_itself_and_is_answered(conversations, conversation, api):
    name = unique("Grace Hopper")
    phone = conversation(name, "Is my car ready?")
    page = conversations()
    person(page, name).click()
    expect(page.get_by_role("heading", name=name)).to_be_focused()
    log = page.get_by_role("log")
    expect(log).to_contain_text("Is my car ready?")
    write_back(phone, "Hello? Anybody there?")
    expect(log).to_contain_text("Hello? Anybody there?", timeout=10_000)
    expect(person(page, name)).to_contain_text("2 to answer")
    page.get_by_label("Your answer").fill("Yes, it is – come by any time")
    expect(page.locator("#reply-size")).to_contain_text("1 segment · UCS-2")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(log.locator(".ours").last).to_contain_text("Yes, it is – come by any time")
    expect(log.locator(".ours").last).to_contain_text("Delivered")
    expect(page.get_by_label("Your answer")).to_have_value("")
    page.get_by_role("button", name="Mark handled").click()
    expect(page.locator(".notice")).to_contain_text("Marked as handled.")
    expect(person(page, name).locator(".person-marks")).to_be_hidden()
    page.get_by_role("button", name="Open again").click()
    expect(page.get_by_role("button", name="Mark handled")).to_be_visible()
    assert_accessible(page)


def test_the_list_is_searched_and_narrowed(conversations, conversation):
    name, other = unique("Ada Lovelace"), unique("Katherine Johnson")
    conversation(name, "Great service!")
    conversation(other, "please leave me alone for a while")
    page = conversations()
    box = page.get_by_role("searchbox")
    box.fill(name)
    expect(page.locator(".person")).to_have_count(1)
    box.fill("nobody at all is called this")
    expect(page.get_by_role("heading", name="Nobody matches")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Show all").click()
    expect(person(page, other)).to_contain_text("Read this first")
    page.get_by_role("button", name="Read first").click()
    expect(person(page, other)).to_be_visible()
    expect(person(page, name)).to_have_count(0)
    person(page, other).click()
    expect(page.locator(".thread")).to_contain_text("This may be a wish to be left alone.")


def test_who_said_stop_is_not_written_to_and_it_says_why(conversations, conversation):
    name = unique("Tom Stop")
    phone = conversation(name, "STOP")
    page = conversations(path=f"/conversations?with=%2B{phone[1:]}")
    expect(page.locator(".thread")).to_contain_text("This customer asked for no more messages")
    expect(page.get_by_label("Your answer")).to_be_hidden()
    expect(person(page, name)).to_contain_text("Opted out")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_list_leads_to_the_thread_and_back(conversations, conversation, scheme):
    name = unique("Pocket Reader")
    conversation(name, "From my phone")
    page = conversations(PHONE, color_scheme=scheme, has_touch=True, is_mobile=True)
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    person(page, name).tap()
    expect(page.get_by_role("log")).to_contain_text("From my phone")
    expect(page.locator(".people")).to_be_hidden()
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.get_by_role("button", name="Back to the list").tap()
    expect(person(page, name)).to_be_visible()
    expect(page.locator(".thread")).to_be_hidden()
    page.go_back()
    expect(page.get_by_role("log")).to_contain_text("From my phone")


def test_names_and_texts_of_any_kind_are_text(conversations, conversation):
    name = unique("<script>alert('x')</script> محمد " + "Wolfeschlegelstein" * 4)[:150]
    phone = conversation(name, "<img src=x onerror=alert(1)> " + "long" * 60, "شكرًا جزيلا")
    page = conversations(path=f"/conversations?with=%2B{phone[1:]}")
    expect(page.get_by_role("log")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.get_by_role("log")).to_contain_text("شكرًا جزيلا")
    expect(page.locator("#thread-title")).to_have_text(name)
    assert page.locator("main img, main script").count() == 0
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_an_answer_that_cannot_leave_stays_typed(conversations, conversation):
    name = unique("Server Gone")
    phone = conversation(name, "Hello")
    page = conversations(path=f"/conversations?with=%2B{phone[1:]}")
    expect(page.get_by_role("log")).to_contain_text("Hello")
    page.route("**/api/conversations/**", lambda route: route.fulfill(
        status=503, content_type="application/problem+json", body='{"detail":"Away for a moment.","code":"unavailable"}'))
    page.get_by_label("Your answer").fill("Not lost")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".banner")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_value("Not lost")
    page.unroute("**/api/conversations/**")
    expect(page.locator(".banner")).to_be_hidden()  # it tries by itself, and may before anybody clicks
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text("Not lost")


def test_before_anybody_wrote_the_page_says_what_will_be_there(conversations):
    page = conversations()
    page.route(re.compile(r"/api/conversations(\?|$)"), lambda route: route.fulfill(
        content_type="application/json", body='{"conversations":[],"nextCursor":null,"previousCursor":null}'))
    page.reload()
    expect(page.get_by_role("heading", name="Nobody has written yet")).to_be_visible()
    assert_accessible(page)
