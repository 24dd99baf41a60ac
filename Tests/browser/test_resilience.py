"""What the page does when something behind it is away."""

import re

from playwright.sync_api import expect

from conftest import assert_accessible, show_dashboard


def test_without_the_stream_it_polls_and_goes_live_again(open_page, session_state, post_transaction):
    page = show_dashboard(open_page(storage_state=session_state))
    live = page.locator(".live")
    expect(live).to_contain_text("Live")
    # A stream that opens, ends, and is refused from then on.
    page.route("**/api/events", lambda route: route.abort())
    page.route("**/api/events", lambda route: route.fulfill(content_type="text/event-stream", body=": end\n\n"), times=1)
    page.reload()
    expect(live).to_contain_text("Polling")
    assert_accessible(page)
    transaction = post_transaction(name="Seen by polling")
    row = page.locator("tbody[data-message]").filter(has_text=transaction)
    expect(row.locator(".badge")).to_have_text(re.compile("Delivered"))
    page.unroute("**/api/events")
    expect(live).to_contain_text("Live", timeout=40_000)


def test_a_server_that_is_gone_shows_a_banner_until_it_is_back(dashboard):
    page = dashboard
    page.get_by_role("button", name="Send test message").click()
    page.get_by_label("Customer", exact=True).fill("Half a name")
    page.context.set_offline(True)
    page.route("**/api/**", lambda route: route.abort())
    page.context.set_offline(False)
    banner = page.get_by_role("alert").filter(has_text="not answering")
    expect(banner).to_be_visible()
    expect(page.locator(".live")).to_contain_text("Offline")
    assert_accessible(page)
    page.unroute("**/api/**")
    expect(banner).to_be_hidden()
    expect(page.get_by_label("Customer", exact=True)).to_have_value("Half a name")


def test_whoever_does_not_want_to_wait_tries_now(open_page, session_state):
    page = open_page(storage_state=session_state)
    # Without its stream and its clock the page asks nothing by itself, and until the button is
    # pressed nobody answers: what takes the banner away is the button.
    page.route("**/api/events", lambda route: route.abort())
    page.add_init_script("window.setInterval = () => 0")
    show_dashboard(page)
    page.evaluate("""() => {
        const { fetch } = window;
        window.fetch = () => Promise.reject(new TypeError("nobody is there"));
        const back = () => { window.fetch = fetch; };
        document.querySelector(".banner button").addEventListener("click", back, { capture: true });
        window.dispatchEvent(new Event("online"));
    }""")
    banner = page.get_by_role("alert").filter(has_text="not answering")
    expect(banner).to_be_visible()
    banner.get_by_role("button", name="Try now").click()
    expect(banner).to_be_hidden()


def test_a_database_that_is_away_is_waited_for(dashboard):
    page = dashboard
    answer = {"title": "Service Unavailable", "status": 503, "detail": "The database is away for a moment; try again."}
    failed_ones = re.compile(r"/api/messages\?.*status=failed")
    page.route(failed_ones, lambda route: route.fulfill(status=503, json=answer))
    page.get_by_role("button", name="Failed", exact=True).click()
    banner = page.get_by_role("alert").filter(has_text="recovering")
    expect(banner).to_be_visible()
    with page.expect_response("**/api/dashboard*"):
        pass  # another function's answer says nothing about this one
    expect(banner).to_be_visible()
    page.unroute(failed_ones)
    expect(banner).to_be_hidden()


def test_events_in_a_burst_become_few_requests(open_page, session_state):
    page = open_page(storage_state=session_state)
    event = 'data: {"kind":"messages","changes":[],"more":true}\n\n'
    asked = []
    page.route("**/api/events", lambda route: route.fulfill(content_type="text/event-stream", body=event * 200))
    show_dashboard(page)
    page.on("request", lambda request: asked.append(request.url) if "/api/messages?" in request.url else None)
    page.wait_for_timeout(2000)
    assert len(asked) <= 6


def test_before_the_first_message_it_says_what_will_happen(open_page, session_state):
    page = open_page(storage_state=session_state)
    nothing = {"messages": [], "nextCursor": None, "previousCursor": None, "total": 0}
    page.route("**/api/messages?*", lambda route: route.fulfill(json=nothing))
    page.goto("/")
    expect(page.get_by_role("heading", name="No messages yet")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Send a test message").click()
    expect(page.get_by_role("dialog", name="Send a test message")).to_be_visible()
