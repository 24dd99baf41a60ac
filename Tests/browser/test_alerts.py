"""The page of alerts: what stands, who is told, of what, and how that went."""

import http.server
import re
import threading
import time

import psycopg2
import pytest
from playwright.sync_api import expect

from conftest import PHONE, assert_accessible, assert_no_sideways_scroll, setting


@pytest.fixture
def name():
    return f"Test {time.time_ns():x}"


@pytest.fixture
def receiver():
    """Somebody's webhook; `status` is what it answers."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.server.posts.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(self.server.status)
            self.end_headers()
            self.wfile.write(b"<script>window.taken = true</script>")

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.posts, server.status = [], 200
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def cleaned(api):
    """Removes whatever targets and rules a test added."""
    targets = {one["id"] for one in api("GET", "/api/alert-targets")["targets"]}
    rules = {one["id"] for one in api("GET", "/api/alert-rules")["rules"]}
    yield
    for one in api("GET", "/api/alert-targets")["targets"]:
        if one["id"] not in targets:
            api("DELETE", f"/api/alert-targets/{one['id']}")
    for one in api("GET", "/api/alert-rules")["rules"]:
        if one["id"] not in rules:
            api("DELETE", f"/api/alert-rules/{one['id']}")


@pytest.fixture
def raise_alert():
    """Raises an alert as the customer's page does; it is forgotten when the test is over."""
    database = psycopg2.connect(setting("DATABASE_URL"))
    made = []

    def raise_it(subject, detail, kind="lowRating"):
        with database, database.cursor() as cursor:
            cursor.execute("INSERT INTO alerts (tenant_id, kind, subject, detail, path) "
                           "VALUES (1, %s, %s, %s, '/conversations') RETURNING id", (kind, subject, detail))
            made.append(cursor.fetchone()[0])

    yield raise_it
    with database, database.cursor() as cursor:
        cursor.execute("DELETE FROM alerts WHERE id = ANY(%s)", (made,))
    database.close()


@pytest.fixture
def alerts(open_page, session_state, base_url, cleaned):
    def open_it(*viewport, **options):
        page = open_page(*viewport, storage_state=session_state, **options)
        page.goto(f"{base_url}/settings/alerts")
        expect(page.locator(".rule").first).to_be_visible()
        return page

    return open_it


def add(page, kind, name, address):
    page.get_by_role("button", name="Add someone").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text(kind, exact=True).click()
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("textbox").nth(1).fill(address)
    dialog.get_by_role("button", name="Add", exact=True).click()
    return dialog


def test_an_alert_is_seen_and_noted(alerts, raise_alert, name):
    raise_alert(name, "2 of 5 stars: “Nobody called me back.”")
    page = alerts()
    alert = page.locator(".alert").filter(has_text=name)
    expect(alert).to_contain_text("A customer was not happy")
    expect(alert).to_contain_text("“Nobody called me back.”")
    expect(alert.get_by_role("link", name="Look at it")).to_have_attribute("href", "/conversations")
    expect(page.locator(".tally")).to_be_visible()
    assert_accessible(page)
    alert.get_by_role("button", name="I’ve seen it").click()
    expect(alert).to_have_count(0)
    expect(page.get_by_role("region", name="Notices")).to_contain_text("is noted")
    expect(page.get_by_role("region", name="What is over")).to_contain_text("Nobody called me back.")


def test_a_webhook_is_added_tested_and_its_secret_shown_once(alerts, receiver, name):
    page = alerts()
    dialog = add(page, "Webhook", name, receiver.url)
    secret = dialog.get_by_label("Signing secret", exact=True)
    expect(secret).to_have_value(re.compile("^whsec_"))
    assert_accessible(page)
    dialog.get_by_role("button", name="Done").click()
    target = page.locator(".target").filter(has_text=name)
    target.get_by_role("button", name="Send a test").click()
    expect(target.locator(".outcome")).to_contain_text("The test arrived after")
    assert "alert.test" in receiver.posts[0]
    receiver.status = 404
    target.get_by_role("button", name="Send a test").click()
    expect(target.locator(".outcome")).to_contain_text("It refused the message (404).")
    told = page.locator(".delivery").filter(has_text=name)
    expect(told.first.locator(".badge")).to_have_text("Not told")
    told.first.locator("summary").click()
    expect(told.first.locator(".answer").first).to_have_text("<script>window.taken = true</script>")
    assert page.evaluate("window.taken") is None
    assert_accessible(page)
    receiver.status = 200
    with page.expect_response(re.compile("/replay")):
        told.first.get_by_role("button", name="Send again").click()
    deadline = time.monotonic() + 20
    while told.first.locator(".badge").inner_text() != "Told":
        assert time.monotonic() < deadline, "It was not told again"
        page.reload()
        told.first.wait_for()
    target.get_by_role("button", name="Remove").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    expect(target).to_have_count(0)


def test_what_is_wrong_with_an_address_is_said_at_its_field(alerts, name):
    page = alerts()
    dialog = add(page, "E-mail", name, "nobody")
    field = dialog.get_by_label("E-mail address")
    expect(dialog.locator("#target-address-error")).to_contain_text("a mail address such as")
    expect(field).to_be_focused()
    assert_accessible(page)
    field.fill(f"ann-{time.time_ns()}@example.com")
    dialog.get_by_text("Everything", exact=True).click()
    dialog.get_by_text("Too many messages fail", exact=True).click()
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog).to_be_hidden()
    target = page.locator(".target").filter(has_text=name)
    expect(target).to_contain_text("Too many messages fail")
    target.get_by_role("button", name="Change").click()
    page.get_by_role("dialog").get_by_label("Is told").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(target.locator(".badge")).to_have_text("Off")


def test_a_rule_is_a_sentence_that_is_changed_where_it_stands(alerts, api):
    page = alerts()
    page.get_by_label("Add a rule").select_option(label="A particular error")
    rule = page.locator(".rule").last
    rule.get_by_label("Code").fill("30008")
    rule.get_by_label("Minutes").fill("3")
    rule.get_by_role("button", name="Save").click()
    expect(rule.locator(".field-error")).to_have_text("Minutes must be a whole number from 5 to 1440.")
    expect(rule.get_by_label("Minutes")).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)
    rule.get_by_label("Minutes").fill("30")
    rule.get_by_role("button", name="Save").click()
    expect(rule.get_by_role("button", name="Save")).to_be_hidden()
    mine = [one for one in api("GET", "/api/alert-rules")["rules"] if one["errorCode"] == "30008"][-1]
    assert (mine["threshold"], mine["windowMinutes"], mine["enabled"]) == (3, 30, True)
    rule.get_by_label("Times").fill("9")
    rule.get_by_role("button", name="Undo").click()
    expect(rule.get_by_label("Times")).to_have_value("3")
    with page.expect_response("**/api/alert-rules/*"):
        rule.get_by_role("switch").click()
    expect(rule).to_have_class("rule off")
    page.reload()
    expect(rule.get_by_role("switch")).not_to_be_checked()
    rule.get_by_role("button", name="Remove the rule").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    expect(page.locator(".rule").filter(has=page.locator("[value='30008']"))).to_have_count(0)


def test_a_new_rule_does_not_take_the_focus_from_a_field_that_somebody_has_gone_to(alerts):
    page = alerts()
    page.get_by_label("Add a rule").focus()
    label = page.evaluate("""async () => {
        const rules = document.querySelectorAll('.rule').length;
        const choice = document.activeElement;
        choice.value = 'errorCode';
        choice.dispatchEvent(new Event('change', { bubbles: true }));
        while (document.querySelectorAll('.rule').length === rules) await null;
        [...document.querySelectorAll('.rule')].pop().querySelector('[aria-label="Minutes"]').focus();
        // Timers fire in the order of their moments, so the one that moves the focus has fired by then.
        await new Promise((done) => setTimeout(done, 200));
        return document.activeElement.getAttribute('aria-label');
    }""")
    assert label == "Minutes"


def test_a_rule_is_told_to_those_who_are_ticked(alerts, api, receiver, name):
    target = api("POST", "/api/alert-targets", {"kind": "webhook", "name": name, "address": receiver.url})
    made = api("POST", "/api/alert-rules", {"kind": "queueAge", "threshold": 1234})
    page = alerts()
    rule = page.locator(".rule").last
    expect(rule.get_by_label("Minutes")).to_have_value("1234")
    expect(rule.locator("summary")).to_have_text("Told to everybody")
    rule.locator("summary").click()
    rule.get_by_label(name).check()
    expect(rule.locator("summary")).to_have_text(f"Told to {name}")
    assert_accessible(page)
    rule.get_by_role("button", name="Save").click()
    expect(rule.get_by_role("button", name="Save")).to_be_hidden()
    [saved] = [one for one in api("GET", "/api/alert-rules")["rules"] if one["id"] == made["id"]]
    assert saved["targets"] == [target["id"]]
    page.get_by_role("button", name=f"Remove {name}").click()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("1 rule told to nobody else will be told to everybody.")
    dialog.get_by_role("button", name="Remove").click()
    expect(rule.locator(".told-lost")).to_contain_text("everybody is told")


def test_silence_has_days_and_hours(alerts, api):
    page = alerts()
    page.get_by_label("Add a rule").select_option(label="No transactions arrive")
    rule = page.locator(".rule").last
    rule.get_by_role("button", name="Saturday").click()
    rule.get_by_label("From").fill("10:30")
    rule.get_by_label("Minutes").fill("45")
    rule.get_by_role("button", name="Save").click()
    expect(rule.get_by_role("button", name="Save")).to_be_hidden()
    mine = api("GET", "/api/alert-rules")["rules"][-1]
    assert (mine["days"], mine["opens"], mine["closes"], mine["threshold"]) == ([1, 2, 3, 4, 5, 6], "10:30", "18:00", 45)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_with_long_and_foreign_names(alerts, raise_alert, receiver, api, scheme, name):
    long = f"{name} " + "Donaudampfschifffahrtsgesellschaftskapitänsmützen" * 2
    raise_alert(f"{name} מרים", f"مريم: ٢ من ٥ {'x' * 120} <script>document.title = 'taken'</script>")
    api("POST", "/api/alert-targets", {"kind": "webhook", "name": long[:80], "address": f"{receiver.url}/{'a' * 300}"})
    page = alerts(PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    expect(page.locator(".alert").filter(has_text=name)).to_contain_text("<script>")
    assert page.title().startswith("Alerts")
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.get_by_role("button", name="Add someone").tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_when_nothing_is_wrong_and_nobody_is_told_the_page_says_what_to_do(alerts, open_page, session_state, base_url):
    page = open_page(storage_state=session_state)
    page.route("**/api/alerts?*", lambda route: route.fulfill(json={"standing": 0, "alerts": []}))
    page.route("**/api/alert-targets", lambda route: route.fulfill(json={"targets": []}))
    page.route("**/api/alert-deliveries?*", lambda route: route.fulfill(json={"deliveries": []}))
    page.goto(f"{base_url}/settings/alerts")
    expect(page.get_by_text("All is well")).to_be_visible()
    expect(page.get_by_text("Nobody is told yet.")).to_be_visible()
    expect(page.get_by_text("Nothing was told yet.")).to_be_visible()
    expect(page.locator(".tally")).to_be_hidden()
    assert_accessible(page)


def test_when_the_server_refuses_or_is_gone_the_page_says_so(open_page, session_state, base_url):
    page = open_page(storage_state=session_state)
    problem = {"title": "Internal Server Error", "status": 500, "detail": "Something went wrong here."}
    page.route("**/api/alert-rules", lambda route: route.fulfill(status=500, json=problem))
    page.route("**/api/alert-targets", lambda route: route.abort())
    page.goto(f"{base_url}/settings/alerts")
    expect(page.get_by_role("alert").filter(has_text="Something went wrong here.")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="not answering")).to_be_visible()
    assert_accessible(page)
