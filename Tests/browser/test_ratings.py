"""How customers rated their visits."""

import json
import time

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, assert_accessible, assert_no_sideways_scroll
from customers import page_of

SUMMARY = {"count": 4, "average": 3.5, "withComment": 3,
           "stars": [{"stars": 1, "count": 1}, {"stars": 2, "count": 0}, {"stars": 3, "count": 1}, {"stars": 4, "count": 0}, {"stars": 5, "count": 2}]}
NOTHING = {"count": 0, "average": None, "withComment": 0, "stars": [{"stars": stars, "count": 0} for stars in range(1, 6)]}


@pytest.fixture
def ratings(open_page, session_state, base_url):
    def open_it(viewport=DESK, answer=None, summary=SUMMARY, **options):
        page = open_page(viewport, storage_state=session_state, **options)
        if answer is not None:
            page.route("**/api/ratings**", lambda route: route.fulfill(content_type="application/json", body=json.dumps(answer)))
            page.route("**/api/ratings/summary**", lambda route: route.fulfill(content_type="application/json", body=json.dumps(summary)))
        page.goto(base_url + "/ratings")
        expect(page.get_by_role("heading", name="Ratings", exact=True)).to_be_visible()
        return page

    return open_it


def made_up(count, **more):
    records = [{"messageId": f"00000000-0000-0000-0000-{index:012}", "transactionId": f"T-{index}", "customerPhone": "+14155172054",
                "customerName": f"Customer {index}", "dealershipName": "Sunrise Motors", "salesRepName": None, "stars": 1 + index % 5,
                "comment": "" if index % 2 else "Fast and friendly", "ratedAt": "2026-11-20T12:00:00.000Z", "changedAt": None,
                "reviewClicks": index % 3, **more} for index in range(count)]
    return {"ratings": records, "nextCursor": None}


def test_a_customers_rating_appears_and_leads_to_its_message(ratings, open_page, api, base_url):
    said = f"Kind people {time.time_ns():x} <script>alert(1)</script>"
    link, _ = page_of(api, base_url)
    customer = open_page(PHONE)
    customer.goto(link)
    customer.locator("label[for=stars-4]").click()
    customer.get_by_label("Would you like to tell us more?").fill(said)
    customer.get_by_role("button", name="Send").click()
    expect(customer.get_by_role("heading", name="Thank you!")).to_be_visible()
    page = ratings()
    rating = page.locator(".rating").filter(has_text=said)
    expect(rating).to_have_count(1)
    expect(rating.get_by_role("img", name="4 of 5 stars")).to_be_visible()
    expect(page.locator(".ratings-summary")).to_contain_text("Mean of")
    assert_accessible(page)
    page.get_by_role("group", name="Show ratings of").get_by_role("button", name="1 star").click()
    expect(rating).to_have_count(0)
    page.get_by_role("group", name="Show ratings of").get_by_role("button", name="4 stars").click()
    expect(rating).to_have_count(1)
    rating.get_by_role("button", name="Details").click()
    drawer = page.locator(".drawer")
    expect(drawer).to_contain_text("Delivered")
    expect(drawer.locator(".timeline")).to_be_visible()
    assert_accessible(page)
    drawer.get_by_role("button", name="Close the details").click()
    page.get_by_label("Words").select_option("no")
    expect(rating).to_have_count(0)


def test_the_mean_says_of_how_many(ratings):
    page = ratings(answer=made_up(4))
    expect(page.locator(".ratings-figure")).to_have_text("3.50")
    expect(page.locator(".ratings-summary")).to_contain_text("Mean of 4 ratings")
    expect(page.locator(".ratings-summary")).to_contain_text("3 with words")
    expect(page.locator(".ratings-few")).to_be_visible()
    bars = [text.split() for text in page.locator(".ratings-bar").all_text_contents()]
    assert bars == [["5", "stars", "2", "50", "%"], ["4", "stars", "0", "0", "%"], ["3", "stars", "1", "25", "%"],
                    ["2", "stars", "0", "0", "%"], ["1", "star", "1", "25", "%"]]
    assert_accessible(page)


def test_filters_reach_the_list_the_figures_and_the_file(ratings):
    page = ratings(answer=made_up(4))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="2 stars").click()
    page.get_by_label("Words").select_option("yes")
    page.get_by_label("Rated from").fill("2026-11-01")
    page.get_by_label("up to and with").fill("2026-11-20")
    wanted = "stars=2&comment=yes&from=2026-11-01T07%3A00%3A00.000Z&to=2026-11-21T08%3A00%3A00.000Z"
    expect(page.get_by_role("button", name="2 stars")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("link", name="As JSON lines")).to_have_attribute("href", f"/api/export/ratings.ndjson?{wanted}")
    assert any(f"/api/ratings?{wanted}" in url for url in asked)
    assert any(f"/api/ratings/summary?{wanted}" in url for url in asked)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("button", name="2 stars")).to_have_attribute("aria-pressed", "false")


def test_the_download_is_a_file(ratings):
    page = ratings()
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="For Excel").click()
    assert download.value.suggested_filename == "ratings.csv"


def test_empty_and_failing(ratings, open_page, session_state, base_url):
    page = ratings(answer={"ratings": [], "nextCursor": None}, summary=NOTHING)
    expect(page.get_by_role("heading", name="No ratings yet")).to_be_visible()
    expect(page.locator(".ratings-summary")).to_be_hidden()
    assert_accessible(page)
    page.get_by_role("button", name="3 stars").click()
    expect(page.get_by_role("heading", name="No rating fits")).to_be_visible()
    page = open_page(storage_state=session_state)
    page.route("**/api/ratings**", lambda route: route.fulfill(
        status=403, content_type="application/problem+json", body='{"detail":"This needs the scope messages:read."}'))
    page.goto(base_url + "/ratings")
    expect(page.locator(".list-problem")).to_contain_text("This needs the scope messages:read.")
    expect(page.get_by_role("heading", name="No ratings yet")).to_be_hidden()


def test_pages_go_on_and_back(ratings):
    page = ratings(answer={**made_up(25), "nextCursor": "o.1.x"})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator(".rating")).to_have_count(25)
    page.get_by_role("button", name="Older").click()
    expect(page.get_by_text("Page 2")).to_be_visible()
    assert any("cursor=o.1.x" in url for url in asked)
    page.get_by_role("button", name="Newer").click()
    expect(page.get_by_text("Page 1")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_with_words_of_any_kind(ratings, scheme):
    page = ratings(PHONE, answer=made_up(4, customerName="<script>alert(1)</script> محمد " + "Wolfeschlegel" * 8,
                                         comment="<img src=x onerror=alert(1)> خدمة ممتازة " + "x" * 200), color_scheme=scheme)
    expect(page.locator(".rating-words").first).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img, main script").count() == 0
    assert_no_sideways_scroll(page)
    assert_accessible(page)
