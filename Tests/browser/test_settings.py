"""The index of settings, keys, and providers."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll
from connecting import visit  # noqa: F401: a fixture

LONG = "مفتاح <script>window.hurt = 1</script> " + "very long name " * 5


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/settings", "/settings/connect", "/settings/keys", "/settings/providers", "/docs"])
def test_every_page_is_accessible(visit, path, scheme, viewport):
    page = visit(path, viewport, color_scheme=scheme)
    expect(page.locator(".bones:visible")).to_have_count(0)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_the_index_leads_to_each_page(visit):
    page = visit("/settings")
    tabs = page.get_by_role("navigation", name="Settings")
    expect(tabs.get_by_role("link", name="Overview")).to_have_attribute("aria-current", "page")
    page.locator(".way").filter(has_text="Providers").click()
    expect(page.get_by_role("heading", name="Providers", level=1)).to_be_visible()
    expect(tabs.get_by_role("link", name="Providers")).to_have_attribute("aria-current", "page")


def make_key(page, name):
    """Makes a key by the page, and answers its line in the list."""
    page.get_by_role("button", name="Make a key").click()
    dialog = page.get_by_role("dialog", name="Make a key")
    dialog.get_by_label("What is it for?").fill(name)
    dialog.get_by_label("When does it end?").select_option(label="30 days from now")
    dialog.get_by_role("button", name="Make the key").click()
    expect(page.locator("#key-made")).to_have_text(re.compile("^sms_"))
    page.get_by_role("dialog", name="The new key").get_by_role("button", name="I have copied it").click()
    return page.locator("[data-key]").filter(has_text=name)


def test_a_key_is_made_and_ended(visit):
    name = f"{LONG[:60]} {uuid.uuid4().hex[:8]}"
    page = visit("/settings/keys")
    page.get_by_role("button", name="Make a key").click()
    dialog = page.get_by_role("dialog", name="Make a key")
    dialog.get_by_role("button", name="Make the key").click()
    expect(dialog.get_by_text("Say what the key is for.")).to_be_visible()
    expect(dialog.get_by_label("What is it for?")).to_be_focused()
    dialog.get_by_label("What is it for?").fill(name)
    dialog.get_by_label(re.compile("Report transactions")).uncheck()
    dialog.get_by_role("button", name="Make the key").click()
    expect(dialog.get_by_text("Choose at least one thing")).to_be_visible()
    dialog.get_by_label(re.compile("Read messages")).check()
    dialog.get_by_label("When does it end?").select_option(label="30 days from now")
    dialog.get_by_text("From where, and how often").click()
    dialog.get_by_label(re.compile("From which addresses")).fill("the moon")
    dialog.get_by_label(re.compile("How many requests a minute")).fill("many")
    dialog.get_by_role("button", name="Make the key").click()
    expect(dialog.get_by_text("networks must be")).to_be_visible()
    expect(dialog.get_by_text("ratePerMinute must be")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_label(re.compile("From which addresses")).fill("127.0.0.0/8, ::1")
    dialog.get_by_label(re.compile("How many requests a minute")).fill("1200")
    dialog.get_by_role("button", name="Make the key").click()
    expect(page.locator("#key-made")).to_have_text(re.compile("^sms_"))
    assert_accessible(page)
    page.get_by_role("dialog", name="The new key").get_by_role("button", name="I have copied it").click()

    line = page.locator("[data-key]").filter(has_text=name)
    expect(line).to_contain_text("Never used")
    expect(line).to_contain_text("Read messages")
    expect(line).to_contain_text("Only from 127.0.0.0/8, ::1/128. At most 1,200 requests a minute")
    assert page.evaluate("window.hurt") is None
    assert_no_sideways_scroll(page)
    line.get_by_role("button", name=re.compile("End the key")).click()
    page.get_by_role("alertdialog").get_by_role("button", name="Cancel").click()
    line.get_by_role("button", name=re.compile("End the key")).click()
    page.get_by_role("alertdialog").get_by_role("button", name="End the key").click()
    expect(line).to_have_count(0)
    page.get_by_text(re.compile("Ended keys")).click()
    expect(page.locator("details .record").filter(has_text=name)).to_contain_text("ended")


def test_a_key_is_changed_and_replaced_by_phone(visit):
    name = f"{LONG[:60]} {uuid.uuid4().hex[:8]}"
    page = visit("/settings/keys", PHONE)
    line = make_key(page, name)
    line.get_by_role("button", name=re.compile("Change the key")).click()
    dialog = page.get_by_role("dialog", name="Change a key")
    expect(dialog.get_by_label("What is it for?")).to_have_value(name)
    expect(dialog.get_by_label("When does it end?").locator("option:checked")).to_have_text(re.compile("As it is"))
    dialog.get_by_text("From where, and how often").click()
    dialog.get_by_label(re.compile("How many requests a minute")).fill("30")
    dialog.get_by_label("When does it end?").select_option(label="Not by itself")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    dialog.get_by_role("button", name="Save").click()
    expect(line).to_contain_text("At most 30 requests a minute")
    expect(line).to_contain_text("does not end by itself")

    line.get_by_role("button", name=re.compile("Replace the key")).click()
    dialog = page.get_by_role("dialog", name="Replace a key")
    dialog.get_by_label(re.compile("For how long")).select_option(label="A week")
    assert_accessible(page)
    dialog.get_by_role("button", name="Make the new key").click()
    expect(page.locator("#key-made")).to_have_text(re.compile("^sms_"))
    page.get_by_role("button", name="I have copied it").click()
    expect(line).to_have_count(2)
    expect(line.filter(has_text="Replaces sms_")).to_contain_text("At most 30 requests a minute")
    expect(line.filter(has_text="Replaced by sms_")).to_contain_text("ends")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    for _ in range(2):
        count = line.count()
        line.first.get_by_role("button", name=re.compile("End the key")).click()
        page.get_by_role("alertdialog").get_by_role("button", name="End the key").click()
        expect(line).to_have_count(count - 1)


def test_a_key_that_signs_is_made_with_the_address_to_post_to(visit):
    name = f"signs {uuid.uuid4().hex[:8]}"
    page = visit("/settings/keys")
    page.get_by_role("button", name="Make a key").click()
    dialog = page.get_by_role("dialog", name="Make a key")
    dialog.get_by_label("What is it for?").fill(name)
    dialog.get_by_label("How does the program show who it is?").select_option("signs")
    expect(dialog.get_by_label(re.compile("Report transactions"))).to_be_hidden()
    dialog.get_by_role("button", name="Make the key").click()
    made = page.get_by_role("dialog", name="The new signing secret")
    expect(page.locator("#key-made")).to_have_text(re.compile("^whsec_"))
    expect(made.get_by_text(re.compile(r"/webhook/transaction-complete\?signed=\d+$"))).to_be_visible()
    assert_accessible(page)
    made.get_by_role("button", name="I have copied it").click()
    line = page.locator("[data-key]").filter(has_text=name)
    expect(line).to_contain_text(re.compile(r"Signs what it posts, to addresses that end in \?signed=\d+"))
    line.get_by_role("button", name=re.compile("End the key")).click()
    page.get_by_role("alertdialog").get_by_role("button", name="End the key").click()
    expect(line).to_have_count(0)


def test_no_keys_and_no_answer_are_said(visit):
    page = visit("/settings/keys")
    page.route("**/api/keys", lambda route: route.fulfill(json={"keys": [], "scopes": []}))
    page.reload()
    expect(page.get_by_role("heading", name="No program can come in")).to_be_visible()
    page.unroute("**/api/keys")
    page.route("**/api/keys", lambda route: route.fulfill(status=403, json={"detail": "This needs the scope settings:read.", "status": 403}))
    page.reload()
    expect(page.get_by_role("alert").filter(has_text="This needs the scope")).to_be_visible()


@pytest.fixture
def provider(api):
    name = f"browser-{uuid.uuid4().hex[:8]}"
    yield name
    if name in [one["name"] for one in api("GET", "/api/providers")["providers"]]:
        api("DELETE", f"/api/providers/{name}")


def test_a_provider_is_added_changed_paused_and_removed(visit, provider, api):
    page = visit("/settings/providers")
    page.get_by_role("button", name="Add a provider").click()
    dialog = page.get_by_role("dialog", name="Add a provider")
    dialog.get_by_label("Provider", exact=True).select_option("kannel")
    dialog.get_by_label("Your name for it").fill(provider)
    dialog.get_by_role("button", name="Add it").click()
    expect(dialog.locator('[aria-invalid="true"]').first).to_be_focused()
    assert_accessible(page)
    dialog.get_by_label("api_base").fill("http://127.0.0.1:1")
    dialog.get_by_label("username").fill("sms")
    dialog.get_by_label("password").fill("hush-hush")
    dialog.get_by_label("callback_token").fill("token123456")
    dialog.get_by_text("When it is used, and what it costs").click()
    dialog.get_by_label("Only for countries").fill("is")
    dialog.get_by_label("Price of a segment").fill("0.004")
    dialog.get_by_role("button", name="Add it").click()
    expect(dialog).to_be_hidden()

    card = page.locator(f'[data-provider="{provider}"]')
    expect(card).to_contain_text("In use")
    expect(card).to_contain_text("only IS")
    card.get_by_text("Addresses to give to the provider").click()
    expect(card.get_by_text(f"/webhook/status/{provider}")).to_be_visible()
    expect(card).not_to_contain_text("hush-hush")
    assert_accessible(page)

    card.get_by_role("button", name="Change").click()
    dialog = page.get_by_role("dialog", name=f"Change {provider}")
    expect(dialog.get_by_label("username")).to_have_value("sms")
    dialog.get_by_label("username").fill("<b>other</b>")
    dialog.get_by_role("button", name="Save").click()
    expect(card.get_by_text("<b>other</b>")).to_be_visible()
    [saved] = [one for one in api("GET", "/api/providers")["providers"] if one["name"] == provider]
    assert saved["settings"]["username"] == "<b>other</b>" and set(saved["secrets"]) == {"password", "callback_token"}

    card.get_by_role("button", name="Pause").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Pause it").click()
    expect(card).to_contain_text("Paused")
    card.get_by_role("button", name="Send a test").click()
    trial = page.get_by_role("dialog", name=f"Send a test through {provider}")
    trial.get_by_label("Your phone number").fill("(415) 517-2054")
    trial.get_by_role("button", name="Send").click()
    expect(trial.get_by_role("alert")).to_contain_text("resume it first")
    trial.get_by_role("button", name="Close", exact=True).last.click()
    card.get_by_role("button", name="Resume").click()
    expect(card.locator(".badge")).to_have_text("In use")
    card.get_by_text("Why its share changed").click()
    expect(card.locator(".changes li").first).to_contain_text("A person let it go on")
    card.get_by_role("button", name="Remove").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Remove it").click()
    expect(card).to_have_count(0)


def test_a_declared_adapter_is_checked(visit, provider):
    page = visit("/settings/providers")
    page.get_by_role("button", name="Add a provider").click()
    dialog = page.get_by_role("dialog", name="Add a provider")
    dialog.get_by_label("Provider", exact=True).select_option("declared")
    dialog.get_by_label("Your name for it").fill(provider)
    dialog.get_by_label("Adapter, as JSON").fill("{ no")
    dialog.get_by_role("button", name="Add it").click()
    expect(dialog.get_by_text("This is not JSON")).to_be_visible()
    dialog.get_by_label("Begin with").select_option("kannel")
    expect(dialog.get_by_label("Adapter, as JSON")).to_have_value(re.compile("sendsms"))
    expect(dialog.get_by_label("api_base")).to_be_visible()
    dialog.get_by_label("Adapter, as JSON").fill('{"name": "mine"}')
    dialog.get_by_role("button", name="Add it").click()
    expect(dialog.locator('.callout.error, .field-error:visible').first).to_be_visible()


def test_a_provider_is_tried_out(visit):
    page = visit("/settings/providers")
    page.locator('[data-provider="twilio"]').get_by_role("button", name="Send a test").click()
    trial = page.get_by_role("dialog", name="Send a test through twilio")
    trial.get_by_label("Your phone number").fill("(415) 517-2054")
    trial.get_by_role("button", name="Send").click()
    expect(trial.locator(".outcome")).to_contain_text("Delivered")


def test_weights_are_shared_out(visit, api):
    before = api("GET", "/api/routing")
    page = visit("/settings/providers")
    slider = page.get_by_label("That they cost little")
    expect(slider).to_have_value(str(before["cost"]))
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Undo changes").click()
    expect(slider).to_have_value(str(before["cost"]))


def test_a_weight_that_is_moved_while_the_saved_ones_are_on_their_way_stays(visit):
    page = visit("/settings/providers")
    slider = page.get_by_label("That they cost little")
    expect(slider).not_to_have_value("0")
    held = []
    page.route("**/api/routing", lambda route: held.append(route))
    with page.expect_request("**/api/routing"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    before = slider.input_value()
    slider.focus()
    page.keyboard.press("ArrowLeft")
    with page.expect_response("**/api/routing"):
        held[0].continue_()
    page.unroute("**/api/routing")
    expect(page.get_by_role("button", name="Undo changes")).to_be_visible()
    assert int(slider.input_value()) < int(before)
