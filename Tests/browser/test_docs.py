"""The reference of the interface, and trying requests in it."""

from playwright.sync_api import expect

from conftest import PHONE, assert_accessible, assert_no_sideways_scroll
from connecting import visit  # noqa: F401: a fixture


def operation(page, name):
    details = page.locator(f'[data-operation="{name}"]')
    details.locator("summary").first.click()
    return details


def test_a_request_is_found_and_tried_with_the_session(visit, api):
    page = visit("/docs")
    count = sum(len(methods) for methods in api("GET", "/api/openapi.json")["paths"].values())
    expect(page.locator("#docs-count")).to_have_text(f"{count} requests")
    page.get_by_label("Find a request").fill("/api/routing")
    expect(page.locator(".operation")).to_have_count(2)
    routing = operation(page, "get-api-routing")
    routing.get_by_role("button", name="Send the request").click()
    expect(routing.locator(".badge.success")).to_contain_text("200")
    expect(routing.get_by_role("region", name="Answer")).to_contain_text("latency")
    assert_accessible(page)
    page.get_by_label("Find a request").fill("nothing is called so")
    expect(page.get_by_role("heading", name="No request is called so")).to_be_visible()


def test_a_pasted_key_is_used_and_a_path_filled_in(visit):
    page = visit("/docs")
    page.get_by_label("Try requests with a key").fill("sms_wrong")
    one = operation(page, "get-api-messages-id")
    one.get_by_role("button", name="Send the request").click()
    expect(one.locator(".badge.error")).to_have_text("Fill in id first.")
    one.get_by_label("id (required)").fill("a/b <script>")
    expect(one.get_by_role("region", name="The same with curl")).to_contain_text("/api/messages/a%2Fb%20%3Cscript%3E")
    one.get_by_role("button", name="Send the request").click()
    expect(one.locator(".badge.error")).to_contain_text("401")
    page.get_by_label("Try requests with a key").fill("")
    one.get_by_role("button", name="Send the request").click()
    expect(one.locator(".badge.error")).to_contain_text("404")


def test_a_body_is_proposed_and_its_faults_are_shown(visit):
    page = visit("/docs", PHONE, has_touch=True, is_mobile=True)
    one = operation(page, "post-webhook-transaction-complete")
    body = one.get_by_label("Body")
    body.fill('{"customerPhone": "12"}')
    one.get_by_role("button", name="Send the request").click()
    expect(one.get_by_role("region", name="Answer")).to_contain_text("transactionId is missing.")
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_deleting_is_asked_about(visit):
    page = visit("/docs")
    one = operation(page, "delete-api-keys-id")
    one.get_by_label("id (required)").fill("0")
    one.get_by_role("button", name="Send the request").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Cancel").click()
    expect(one.locator(".badge.error")).to_have_count(0)
    one.get_by_role("button", name="Send the request").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Send it").click()
    expect(one.locator(".badge.error")).to_contain_text("404")


def test_the_document_away_is_said(visit):
    page = visit("/settings")
    page.route("**/api/openapi.json", lambda route: route.fulfill(status=404, json={"detail": "There is nothing at this path."}))
    page.goto(page.url.replace("/settings", "/docs"))
    expect(page.get_by_role("alert").filter(has_text="There is nothing at this path.")).to_be_visible()
