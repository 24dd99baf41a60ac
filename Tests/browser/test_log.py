"""The message log: searched, sorted, narrowed, chosen from, and sent again."""

import json
import re
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import expect

from conftest import PHONE, assert_accessible, assert_no_sideways_scroll, show_dashboard

ROWS = "tbody[data-message]"


def message(number, **more):
    return {
        "id": f"018f0000-0000-7000-8000-{number:012d}", "transactionId": f"T-{number}", "kind": "transaction",
        "customerName": f"Customer {number}", "customerPhone": "+14155172054", "dealershipName": "Sunrise Motors",
        "salesRepName": None, "amount": "249.00", "currency": "USD", "status": "delivered", "body": "Hello",
        "receivedAt": "2026-03-01T10:00:00.000Z", "dueAt": "2026-03-01T10:00:00.000Z", "nextAttemptAt": None,
        "sentAt": "2026-03-01T10:00:01.000Z", "finishedAt": "2026-03-01T10:00:02.000Z", "attempts": 1,
        "errorCode": None, "errorMessage": None, "errorAdvice": None, "segments": 1, "estimate": None, "price": None,
        "provider": "twilio", "retryable": False, "providerMessageId": "SM1", **more}


def serve(page, answer):
    """Answers the list with what `answer` makes of its parameters; the questions that were asked."""
    asked = []

    def fulfill(route):
        parameters = {name: values[0] for name, values in parse_qs(urlparse(route.request.url).query).items()}
        asked.append(parameters)
        route.fulfill(json={"nextCursor": None, "previousCursor": None, "total": None, "partial": False,
                            **answer(parameters)})

    page.route(re.compile(r"/api/messages\?"), fulfill)
    return asked


def open_log(open_page, session_state, answer, **options):
    """The dashboard with a list of our own."""
    page = open_page(storage_state=session_state, **options)
    asked = serve(page, answer)
    page.goto("/")
    expect(page.locator(ROWS).first).to_be_visible()
    return page, asked


def test_the_log_follows_what_is_typed(dashboard, post_transaction):
    page = dashboard
    transaction = post_transaction(name="Zephyrine Quillfeather", phone="(415) 555-0176")
    post_transaction(name="Somebody Else")
    box = page.get_by_role("searchbox")
    for typed in ("zephyrine quill", "Quillfeather Zephy", "415 555 0176", "0176", transaction):
        box.fill(typed)
        rows = page.locator(ROWS)
        expect(rows.first).to_contain_text("Quillfeather")
        expect(rows.filter(has_text="Somebody Else")).to_have_count(0)
    box.fill("Zephyrine Nobody")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Show all messages").click()
    expect(page.locator(ROWS).first).to_be_visible()
    expect(box).to_have_value("")


def test_an_older_search_never_overtakes_a_newer_one(open_page, session_state):
    page, _ = open_log(open_page, session_state, lambda _: {"messages": [message(1)]})
    slow = []

    def fulfill(route):
        wanted = parse_qs(urlparse(route.request.url).query).get("search", [""])[0]
        if wanted == "slow":
            slow.append(route)  # answered never: the page calls it off
            return
        route.fulfill(json={"messages": [message(2, customerName="The quick one")], "nextCursor": None,
                            "previousCursor": None, "total": 1, "partial": False})

    page.route(re.compile(r"/api/messages\?"), fulfill)
    box = page.get_by_role("searchbox")
    with page.expect_request(re.compile("search=slow")):
        box.fill("slow")
    with page.expect_event("requestfailed", lambda request: "search=slow" in request.url):
        box.fill("quick")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(ROWS)).to_contain_text("The quick one")
    expect(page.get_by_role("alert").filter(has_text="not answering")).to_be_hidden()


def test_a_heading_sorts_and_turns_round_and_is_remembered(open_page, session_state):
    page, asked = open_log(open_page, session_state, lambda _: {"messages": [message(n) for n in range(3)]})
    heading = page.get_by_role("columnheader", name="Amount")
    for direction, aria in (("down", "descending"), ("up", "ascending")):
        with page.expect_request(re.compile(f"sort=amount&direction={direction}|direction={direction}&sort=amount")):
            heading.get_by_role("button").click()
        expect(heading).to_have_attribute("aria-sort", aria)
    page.reload()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert asked[-1]["sort"] == "amount"
    expect(page.get_by_role("columnheader", name="When")).not_to_have_attribute("aria-sort", re.compile("."))


def test_its_look_and_its_columns_are_chosen_and_remembered(open_page, session_state):
    page, _ = open_log(open_page, session_state, lambda _: {"messages": [message(n) for n in range(5)]})
    page.get_by_role("button", name="Columns and order").click()
    menu = page.locator("#menu-columns")
    menu.get_by_label("Provider").check()
    menu.get_by_label("Dealership").uncheck()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.get_by_role("button", name="Columns and order")).to_be_focused()
    expect(page.locator(ROWS).first).to_contain_text("twilio")
    expect(page.get_by_role("columnheader", name="Dealership")).to_have_count(0)
    for view in ("Cards", "List"):
        page.get_by_role("button", name=view, exact=True).click()
        page.reload()
        expect(page.get_by_role("button", name=view, exact=True)).to_have_attribute("aria-pressed", "true")
        expect(page.locator(ROWS).first).to_be_visible()
        expect(page.locator(ROWS).first.get_by_text("Sunrise Motors")).to_be_hidden()
        assert_accessible(page)
        assert_no_sideways_scroll(page)


def test_the_panel_narrows_the_list(open_page, session_state):
    page, asked = open_log(open_page, session_state, lambda _: {"messages": [message(1)]})
    page.route("**/api/messages/choices", lambda route: route.fulfill(json={
        "dealerships": ["معرض النور", "Long " * 30, "<script>alert(1)</script>"], "providers": ["twilio", "vonage"],
        "errorCodes": [{"code": "30003", "meaning": "Unreachable handset"}]}))
    page.get_by_role("button", name="Filters").click()
    panel = page.locator("#log-filters")
    panel.get_by_label("Dealership", exact=True).select_option("<script>alert(1)</script>")
    panel.get_by_label("Provider", exact=True).select_option("vonage")
    panel.get_by_label("Error", exact=True).select_option("30003")
    panel.get_by_label("Received from").fill("2026-03-01")
    with page.expect_response(re.compile("to=2026-03-03T08")):
        panel.get_by_label("up to and with").fill("2026-03-02")
    assert {name: asked[-1][name] for name in ("dealership", "provider", "errorCode", "from")} == {
        "dealership": "<script>alert(1)</script>", "provider": "vonage", "errorCode": "30003",
        "from": "2026-03-01T08:00:00.000Z"}
    expect(page.get_by_role("button", name="Filters (5)")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(panel.get_by_label("Provider", exact=True)).to_have_value("")
    expect(page.get_by_role("button", name="Filters", exact=True)).to_be_visible()


def test_ten_thousand_messages_are_pages(open_page, session_state):
    def answer(parameters):
        first = int(parameters.get("cursor", "0"))
        return {"messages": [message(n) for n in range(first, first + 25)], "total": 10_000,
                "nextCursor": str(first + 25) if first + 25 < 10_000 else None}

    page, asked = open_log(open_page, session_state, answer)
    expect(page.locator(".count")).to_have_text("10,000 messages")
    expect(page.locator(ROWS)).to_have_count(25)
    for number in (2, 3, 4):
        page.get_by_role("button", name="Older").click()
        expect(page.locator(".pager")).to_contain_text(f"Page {number} of 400")
        expect(page.locator(ROWS).first).to_contain_text(f"Customer {25 * (number - 1)}")
    page.get_by_role("button", name="Newer").click()
    expect(page.locator(ROWS).first).to_contain_text("Customer 50")
    expect(page.locator(ROWS)).to_have_count(25)


def test_a_search_that_takes_long_goes_on_by_itself_and_then_asks(open_page, session_state):
    def answer(parameters):
        if "search" not in parameters:
            return {"messages": [message(1)]}
        step = int(parameters.get("cursor", "0"))
        return {"messages": [message(step)] if step in (7, 22) else [], "nextCursor": str(step + 1), "partial": True}

    page, asked = open_log(open_page, session_state, answer)
    page.get_by_role("searchbox").fill("rare")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(ROWS)).to_contain_text("Customer 7")
    expect(page.locator(".pager")).to_contain_text("Not all has been looked through yet")
    page.get_by_role("button", name="Keep looking").click()
    expect(page.locator(ROWS)).to_contain_text("Customer 22")
    assert_accessible(page)


def test_chosen_messages_are_sent_again_with_progress(open_page, session_state):
    failed = [message(n, status="failed", retryable=True, errorCode="30003", errorMessage="Unreachable",
                      errorAdvice="Try later") for n in range(25)]
    failed[1].update(status="delivered", retryable=False)
    page, asked = open_log(open_page, session_state, lambda _: {"messages": failed, "total": 90, "nextCursor": "x"})
    posted, seen = [], []
    job = {"id": "018f0000-0000-7000-8000-00000000000a", "state": "running", "total": 2, "done": 0, "failed": 0,
           "createdBy": "Ada", "createdAt": "2026-03-01T10:00:00.000Z", "endedAt": None}

    def begin(route):
        posted.append(json.loads(route.request.post_data))
        route.fulfill(status=202, json={"job": job})

    def look(route):
        now = {**job, "done": 1, "failed": 1, "state": "done"} if seen else {**job, "done": 1}
        route.fulfill(json={"job": now})

    page.route("**/api/retry/bulk", begin)
    page.route(re.compile("/api/retry/jobs/018f"), look)
    for name in ("Customer 0", "Customer 1", "Customer 2"):
        page.get_by_label(f"Select the message to {name}", exact=True).check()
    expect(page.get_by_text("3 selected")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Send 2 messages again").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Send 2 again").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert_accessible(page)
    seen.append(True)
    expect(page.locator("#job-text")).to_have_text("1 message will be sent again. 1 had been taken care of already.")
    assert posted == [{"ids": [failed[0]["id"], failed[2]["id"]], "job": True}]
    page.get_by_role("button", name="Done", exact=True).click()

    with page.expect_response(re.compile("search=customer")):
        page.get_by_role("searchbox").fill("customer")
    expect(page.locator("table.messages")).not_to_have_attribute("aria-busy", "true")
    page.get_by_label("Select all on this page").check()
    page.get_by_role("button", name="Select all 90 that match").click()
    page.get_by_role("button", name="Send the failed ones again").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Retry all").click()
    expect(page.locator("#job-text")).to_contain_text("taken care of already")
    assert posted[1] == {"search": "customer", "job": True}


def test_what_is_shown_in_the_details_can_be_copied(open_page, session_state, post_transaction):
    page = open_page(storage_state=session_state, permissions=["clipboard-read", "clipboard-write"])
    show_dashboard(page)
    transaction = post_transaction(name="Copy Cat", phone="(415) 555-0143")
    row = page.locator(ROWS).filter(has_text=transaction)
    expect(row.locator(".badge")).to_have_text(re.compile("Delivered"))
    row.get_by_role("button", name="Copy Cat").click()
    detail = page.get_by_role("dialog", name="Copy Cat")
    detail.get_by_role("button", name="Copy: Transaction").click()
    expect(page.get_by_text("Transaction copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == transaction
    detail.get_by_role("button", name="Copy the number").click()
    expect(page.get_by_text("Number copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "+14155550143"
    way = detail.locator("details")
    way.locator("summary").click()
    expect(way.locator("li").first).to_be_visible()
    expect(detail.get_by_role("heading", name="Conversation with this number")).to_be_visible()
    expect(detail.locator(".said")).to_contain_text("Copy Cat")
    assert_accessible(page)


def test_a_server_that_goes_away_while_somebody_types(dashboard, post_transaction):
    page = dashboard
    transaction = post_transaction(name="Patient Person")
    page.route("**/api/messages?**", lambda route: route.abort())
    page.get_by_role("searchbox").fill("patient person")
    banner = page.get_by_role("alert").filter(has_text="not answering")
    expect(banner).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("patient person")
    page.unroute("**/api/messages?**")
    expect(banner).to_be_hidden()
    expect(page.locator(ROWS).first).to_contain_text("Patient Person")
    expect(page.locator(ROWS).filter(has_text=transaction)).to_have_count(1)


def test_everything_of_the_log_is_within_reach_of_a_thumb(open_page, session_state):
    names = ["Wolfeschlegelsteinhausenbergerdorff" * 4, "محمد عبد الرحمن بن سالم القحطاني", "<script>alert(1)</script>"]
    answer = {"messages": [message(n, customerName=name, dealershipName=name, status="failed", retryable=True,
                                   errorCode="30003", errorMessage="<b>no</b>", errorAdvice="Wait " * 40)
                           for n, name in enumerate(names)]}
    page, _ = open_log(open_page, session_state, lambda _: answer, viewport=PHONE, has_touch=True, is_mobile=True)
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.get_by_role("button", name="Filters").tap()
    expect(page.locator("#log-filters").get_by_label("Provider", exact=True)).to_be_visible()
    page.get_by_role("button", name="Columns and order").tap()
    page.locator("#log-sort").select_option("amount")
    expect(page.get_by_role("button", name="Descending")).to_be_visible()
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.get_by_role("button", name="Columns and order").tap()
    page.get_by_label("Select the message to <script>alert(1)</script>").check()
    expect(page.get_by_text("1 selected")).to_be_visible()
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Download").tap()
    expect(page.get_by_role("link", name="For Excel")).to_be_in_viewport()
    assert_no_sideways_scroll(page)
