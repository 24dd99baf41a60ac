"""A browser on the running system. `.local/env`, which deploy/up writes, says where that is."""

import base64
import fcntl
import itertools
import json
import os
import time
import urllib.error
import urllib.request

import psycopg2
import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SEEN_WITHIN_MILLISECONDS = 20_000

# What the browser itself prints of an answer that a test provokes; everything else is a fault.
PROVOKED = "Failed to load resource"

expect.set_options(timeout=SEEN_WITHIN_MILLISECONDS)


def setting(name):
    value = os.environ.get(name)
    if not value:
        pytest.fail(f"{name} is not set: source .local/env first", pytrace=False)
    return value


def call(method, address, body=None, headers=None):
    """One request from outside the browser: the CRM's, or the test's own to the sandbox."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"content-type": "application/json", **(headers or {})}, method=method)
    with urllib.request.urlopen(request, timeout=15) as answer:
        text = answer.read()
        return json.loads(text) if text else None


@pytest.fixture(scope="session")
def base_url():
    return setting("BASE_URL").rstrip("/")


@pytest.fixture(scope="session")
def api(base_url):
    """Calls a route with the API key."""
    key = setting("API_KEY")
    return lambda method, path, body=None: call(method, base_url + path, body, {"x-api-key": key})


@pytest.fixture(scope="session")
def send_at_once(api, tmp_path_factory, testrun_uid):
    """Messages fall due the moment they are posted, until the last process that runs tests has ended."""
    shared = tmp_path_factory.getbasetemp().parent / f"at-once-{testrun_uid}"

    def change(by):
        with open(shared, "a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            users, before = json.loads(file.read() or "[0, null]")
            if users == 0:
                before = api("GET", "/api/config")["delay_hours"]
            if users + by in (0, 1):
                api("POST", "/api/config", {"delay_hours": 0 if by > 0 else before})
            file.truncate(0)
            file.write(json.dumps([users + by, before]))

    change(+1)
    yield
    change(-1)


@pytest.fixture(autouse=True)
def turn(request, tmp_path_factory, testrun_uid):
    """Tests share the system; one marked `serial` has it for itself."""
    with open(tmp_path_factory.getbasetemp().parent / f"turn-{testrun_uid}", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if request.node.get_closest_marker("serial") else fcntl.LOCK_SH)
        yield


@pytest.fixture
def sandbox(turn):
    """Sets how the provider behaves; it behaves as before when the test is over."""
    account = f"{setting('TWILIO_ACCOUNT_SID')}:{setting('TWILIO_AUTH_TOKEN')}"
    headers = {"authorization": "Basic " + base64.b64encode(account.encode()).decode()}
    address = setting("SANDBOX_URL").rstrip("/") + "/sandbox/control"
    before = call("GET", address, headers=headers)
    yield lambda **changes: call("POST", address, changes, headers)
    call("POST", address, before, headers)


@pytest.fixture
def post_transaction(api, send_at_once):
    """Posts a transaction as a CRM does; answers its id, which nobody has used before."""
    run = f"{time.time_ns():x}"
    numbers = itertools.count(1)

    def post(phone="(415) 517-2054", name="Ada Lovelace", **more):
        transaction = f"browser-{run}-{next(numbers)}"
        body = {"transactionId": transaction, "customerPhone": phone, "customerName": name}
        api("POST", "/webhook/transaction-complete", {**body, "dealershipName": "Sunrise Motors", "amount": "249.00", **more})
        return transaction

    return post


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        # The browser without its window, which half of a load's time would go into.
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def session_state(first_login):
    """Cookies of one login, so that not every test tries the password; who it is was proved just now."""
    database = psycopg2.connect(setting("DATABASE_URL"))
    with database, database.cursor() as cursor:
        cursor.execute("UPDATE sessions s SET confirmed_at = now() FROM users u WHERE u.id = s.user_id AND u.email = lower(%s)",
                       [setting("ADMIN_EMAIL")])
    database.close()
    return first_login


@pytest.fixture(scope="session")
def first_login(chromium, base_url):
    context = chromium.new_context(locale="en-US")
    page = context.new_page()
    log_in(page, base_url, setting("ADMIN_EMAIL"), setting("ADMIN_PASSWORD"))
    expect(page.locator(".app")).to_be_visible()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_page(chromium, base_url):
    """Opens pages, still empty, and fails the test for any error or breach of the content policy on them."""
    faults = []
    contexts = []

    def open_it(viewport=DESK, home=base_url, **options):
        context = chromium.new_context(base_url=home, viewport=viewport, locale="en-US",
                                       timezone_id="America/Los_Angeles", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: note(line, faults, home))
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert faults == []


def note(line, faults, home):
    address = line.location.get("url", "")
    is_ours = not address.startswith("http") or address.startswith(home)
    if is_ours and line.type in ("error", "warning") and not line.text.startswith(PROVOKED):
        faults.append(line.text)


@pytest.fixture
def dashboard(open_page, session_state):
    """The dashboard of somebody who is logged in, at desk size."""
    return show_dashboard(open_page(storage_state=session_state))


@pytest.fixture
def phone_dashboard(open_page, session_state):
    return show_dashboard(open_page(PHONE, storage_state=session_state, has_touch=True, is_mobile=True))


def show_dashboard(page):
    page.goto("/")
    expect(page.locator(".card")).to_have_count(7)
    return page


def log_in(page, base_url, email, password):
    page.goto(base_url)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()


def find(page, transaction):
    """Narrows the log to one transaction; answers its row."""
    box = page.get_by_role("searchbox")
    box.fill(transaction)
    box.press("Enter")
    row = page.locator("tbody[data-message]")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(transaction)
    return row


AXE = Axe().axe_script
# What is in order is not told: to write it all down takes longer than to find it out.
VIOLATIONS = """() => axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]))"""


def assert_accessible(page):
    """No violation that axe-core knows of, once everything that moves has come to rest."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})))")
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS) == []


def assert_no_sideways_scroll(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
