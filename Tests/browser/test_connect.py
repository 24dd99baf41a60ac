"""Connecting a CRM: the sample, its fields on ours, by pointer, touch and keyboard; the log of requests."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from conftest import PHONE, assert_accessible, assert_no_sideways_scroll
from connecting import SAMPLE, source, visit  # noqa: F401: fixtures


def begin(page, name, sample=SAMPLE):
    page.get_by_role("button", name="Connect another CRM").click()
    page.get_by_label("Its name here").fill(name)
    page.get_by_label("A sample of what the CRM sends").fill(sample)
    expect(page.locator(".leaf")).to_have_count(6)


def target(page, field):
    return page.locator(f'[data-field="{field}"]')


def leaf(page, path):
    return page.locator(".leaf").filter(has=page.get_by_text(path, exact=True))


def test_a_crm_is_connected_by_dragging(visit, source, api):
    page = visit("/settings/connect")
    begin(page, source)
    expect(page.locator(".result .badge")).to_have_text("2 fields keep this sample from being taken.")
    # One after the other: what is found out about a field moves those below it.
    leaf(page, "ro.number").drag_to(target(page, "transactionId"))
    expect(target(page, "transactionId").locator(".target-value")).to_contain_text("RO-1")
    leaf(page, "customer.mobile").drag_to(target(page, "customerPhone"))
    expect(target(page, "customerPhone").locator(".target-value")).to_have_text(re.compile(r"\+14155172054"))
    leaf(page, "customer.full").drag_to(target(page, "customerName"))
    expect(target(page, "customerName").locator(".target-value")).to_contain_text("Maria")
    expect(page.locator(".result .badge")).to_have_text("This sample would be taken.")
    expect(page.locator(".result .bubble")).to_contain_text("<script>window.hurt = 1</script> Maria")
    assert page.evaluate("window.hurt") is None
    assert_accessible(page)

    page.get_by_role("button", name="Save and get the address").click()
    expect(page.locator("#source-url")).to_have_text(re.compile(f"/webhook/in/{source}$"))
    expect(page.locator(".notice")).to_contain_text(f"Saved as version 1 of {source}.")
    [saved] = [one for one in api("GET", "/api/sources")["sources"] if one["name"] == source]
    assert saved["fields"]["customerPhone"] == {"from": ["customer.mobile"]}
    for language, words in [("curl", "curl -X POST"), ("JavaScript", "await fetch"), ("Python", "requests.post"),
                            ("PHP", "curl_init"), ("C#", "HttpClient")]:
        page.get_by_role("button", name=language, exact=True).click()
        code = page.locator("#code-title").locator("xpath=ancestor::section").locator("pre")
        expect(code).to_contain_text(words)
        expect(code).to_contain_text(f"/webhook/in/{source}")
        expect(code).to_contain_text("RO-1")


def test_what_is_obvious_fills_itself_in_and_the_rest_is_transformed(visit, source):
    page = visit("/settings/connect")
    begin(page, source)
    page.get_by_role("button", name="Fill in what is obvious").click()
    expect(target(page, "transactionCompletedAt").locator(".places")).to_contain_text("Date and time in a format")
    expect(target(page, "transactionCompletedAt").locator(".target-value")).to_contain_text("2026-11-2")
    page.get_by_label("Where is Amount in the sample?").select_option("ro.cents")
    amount = target(page, "amount")
    amount.get_by_label("More for Amount").click()
    amount.get_by_label("What is done to it").select_option(label="Cents to an amount")
    expect(amount.locator(".target-value")).to_contain_text("412.50")
    amount.get_by_role("button", name=re.compile("Leave out")).click()
    expect(amount.locator(".target-value")).to_contain_text("41250")
    language = target(page, "language")
    language.get_by_label("More for Language").click()
    language.get_by_label("The same for every transaction").fill("englisch")
    expect(language.locator(".field-error")).to_contain_text("two or three letters")
    page.get_by_role("button", name="Undo changes").click()
    expect(target(page, "amount").locator(".places li")).to_have_count(0)


def test_the_keyboard_alone_maps_and_saves(visit, source):
    page = visit("/settings/connect")
    begin(page, source)
    for path, field, label in [("ro.number", "transactionId", "Transaction"), ("customer.mobile", "customerPhone", "Phone")]:
        reach(page, leaf(page, path))
        page.keyboard.press("Enter")
        expect(page.locator(".carry")).to_contain_text(f"{path} is picked up")
        reach(page, page.get_by_role("button", name=f"Put {path} into {label}"))
        page.keyboard.press("Enter")
        expect(target(page, field).locator(".places")).to_contain_text(path)
    reach(page, leaf(page, "shop"))
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.locator(".carry")).to_be_empty()
    reach(page, page.get_by_role("button", name="Save and get the address"))
    page.keyboard.press("Enter")
    expect(page.locator("#source-url")).to_have_text(re.compile(f"/webhook/in/{source}$"))


def reach(page, control):
    """Goes to a control by Tab alone."""
    expect(control).to_be_visible()
    for _ in range(150):
        if control.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not reach it")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_maps_by_tapping(visit, source, scheme):
    page = visit("/settings/connect", PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    begin(page, source)
    leaf(page, "customer.mobile").tap()
    page.get_by_role("button", name="Put customer.mobile into Phone").tap()
    expect(target(page, "customerPhone").locator(".places")).to_contain_text("customer.mobile")
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_what_is_no_sample_is_said(visit):
    page = visit("/settings/connect")
    page.get_by_role("button", name="Connect another CRM").click()
    sample = page.get_by_label("A sample of what the CRM sends")
    sample.fill('{"half": ')
    expect(page.locator("#sample-problem")).to_contain_text("not valid JSON")
    sample.fill("name=Ann&phone=4155172054")
    expect(page.locator("#sample-kind")).to_have_text("Read as a form, 2 values")
    page.get_by_role("button", name="Save and get the address").click()
    expect(page.get_by_label("Its name here")).to_be_focused()
    page.get_by_label("Its name here").fill("Our CRM!")
    page.get_by_role("button", name="Save and get the address").click()
    expect(page.locator("#source-name-error")).to_contain_text("small letters")
    expect(page.get_by_role("alert").filter(has_text="must be taken from a field")).to_be_visible()


def test_a_key_is_made_and_shown_once(visit, api):
    page = visit("/settings/connect")
    page.get_by_role("button", name="Our own format").click()
    before = {key["id"] for key in api("GET", "/api/keys")["keys"]}
    page.get_by_role("button", name="Make a key for it").click()
    expect(page.locator("#source-key")).to_have_text(re.compile("^sms_[0-9A-Za-z]{49}$"))
    expect(page.locator("#source-key")).to_be_focused()
    assert_accessible(page)
    page.reload()
    expect(page.get_by_role("button", name="Make a key for it")).to_be_visible()
    expect(page.locator("#source-key")).to_be_hidden()
    for key in api("GET", "/api/keys")["keys"]:
        if key["id"] not in before and key["name"].startswith("CRM"):
            api("DELETE", f"/api/keys/{key['id']}")


def test_a_request_is_found_in_the_log_and_sent_again(visit, api, send_at_once):
    transaction = f"browser-{uuid.uuid4().hex[:12]}"
    api("POST", "/webhook/transaction-complete", {
        "transactionId": transaction, "customerPhone": "(415) 517-2054", "customerName": "<script>window.hurt = 1</script>"})
    page = visit("/settings/connect")
    line = page.locator(".asked-line").filter(has_text=transaction)
    for _ in range(20):
        if line.count():
            break
        page.get_by_role("button", name="Look again").click()
        page.wait_for_timeout(300)
    expect(line).to_contain_text("Taken")
    expect(line).to_contain_text("2054")
    expect(line).not_to_contain_text("517-2054")
    line.click()
    drawer = page.get_by_role("dialog", name=transaction)
    expect(drawer.locator("pre").first).to_contain_text("<script>window.hurt = 1</script>")
    assert page.evaluate("window.hurt") is None
    assert_accessible(page)
    drawer.get_by_role("button", name="Send it again").click()
    expect(drawer.get_by_role("status").first).to_contain_text("received before; nothing changed")
    page.keyboard.press("Escape")
    expect(line).to_be_focused()


def test_the_server_away_is_said_and_nothing_typed_is_lost(visit, source):
    page = visit("/settings/connect")
    begin(page, source)
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_role("button", name="Save and get the address").click()
    expect(page.locator(".banner")).to_be_visible()
    expect(page.get_by_label("A sample of what the CRM sends")).to_have_value(SAMPLE)
    page.unroute("**/api/**")
    expect(page.locator(".banner")).to_be_hidden()
    expect(page.get_by_label("Its name here")).to_have_value(source)


def test_an_empty_log_says_what_to_do(visit):
    page = visit("/settings/connect")
    page.route("**/api/webhook-requests**", lambda route: route.fulfill(json={"requests": [], "next": None, "unkept": 1234}))
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("heading", name="Nothing was asked yet")).to_be_visible()
    expect(page.get_by_text("1,234 more requests of the last day")).to_be_visible()
