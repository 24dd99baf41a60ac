"""The customer's page, short links, ratings and what becomes of them, as a telephone without JavaScript meets them."""

import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
import requests

from business import new_phone
from system import address, value, wait_for

PHONE = {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"}
TEMPLATE = "Hi {customer_name|there}! {review_url} {feedback_url}"
LINKS = {"google_review_url": "https://google.example/review", "trustpilot_url": "https://trustpilot.example/review"}


class Page(HTMLParser):
    """What a browser makes of the page: its text, its links, and which elements there are."""

    def __init__(self, answer):
        super().__init__()
        self.text, self.links, self.names, self.root = "", [], [], {}
        self.feed(answer.text)

    def handle_starttag(self, name, attributes):
        self.names.append(name)
        attributes = dict(attributes)
        if name == "a":
            self.links.append(attributes["href"])
        if name == "html":
            self.root = attributes

    def handle_data(self, data):
        self.text += data + " "

    @property
    def reviews(self):
        return [link for link in self.links if link.startswith("https://")]


def visit(link, agent=PHONE, method="GET", **options):
    return requests.request(method, local(link), headers=agent, timeout=30, allow_redirects=False, **options)


def local(link):
    """The same path at this system, whatever it calls itself."""
    return address("BASE_URL") + urlsplit(link)._replace(scheme="", netloc="").geturl()


def rate(link, stars, comment=""):
    return visit(link, method="POST", data={"stars": stars, "comment": comment})


@pytest.fixture
def message(open_business):
    """Sends a text with both links; a dictionary of what the tests need of it."""

    def send(business=None, **more):
        business = business or open_business(message_template=TEMPLATE, short_links=True, **LINKS)
        phone = new_phone()
        receipt = business.send(customerPhone=phone, **{"dealershipName": "Sunrise Motors", **more})
        body = business.await_status(receipt["messageId"], "delivered", "sent")["record"]["body"]
        review, feedback = re.findall(r"https?://\S+", body)
        return {"business": business, "id": receipt["messageId"], "phone": phone, "review": review, "feedback": feedback}

    return send


def engagement(message):
    return message["business"].message(message["id"])["engagement"]


def test_a_text_carries_two_short_links_with_nothing_personal_in_them(message):
    sent = message(customerName="Ada Lovelace")
    assert re.fullmatch(r"https?://[^/]+/r/[0-9A-Za-z]{10}", sent["review"])
    assert re.fullmatch(r"https?://[^/]+/f/[0-9A-Za-z]{22}", sent["feedback"])
    other = message(sent["business"])
    assert other["review"] != sent["review"] and other["feedback"] != sent["feedback"]
    assert engagement(sent) is None


def test_a_click_is_counted_and_leads_to_the_platform(message):
    sent = message()
    head = visit(sent["review"], method="HEAD")
    assert head.status_code == 302 and engagement(sent) is None, "asking for the head alone is no click"
    for agent in ({"user-agent": "WhatsApp/2.23.20.0"}, {"user-agent": "facebookexternalhit/1.1 Facebot Twitterbot/1.0"},
                  {**PHONE, "sec-purpose": "prefetch"}):
        assert visit(sent["review"], agent).headers["location"] == LINKS["google_review_url"]
    assert engagement(sent) == {"clickedAt": None, "reviewClicks": 0, "pageViews": 0, "previews": 3, "rating": None}
    answer = visit(sent["review"])
    assert answer.status_code == 302 and answer.headers["location"] == LINKS["google_review_url"]
    assert answer.headers["cache-control"] == "no-store"
    visit(sent["review"])
    found = engagement(sent)
    assert found["reviewClicks"] == 2 and found["clickedAt"]
    timeline = [line["kind"] for line in sent["business"].message(sent["id"])["timeline"]]
    assert timeline.count("clicked") == 1


def test_the_link_leads_where_the_rotation_of_the_text_chose(message, open_business):
    business = open_business(message_template=TEMPLATE, short_links=True)
    platforms = [{"name": name, "url": f"https://{name}.example/x", "weight": 1} for name in ("north", "south")]
    assert business.call("PUT", "/api/review-links", json={"platforms": platforms}).status_code == 200
    for _ in range(4):
        sent = message(business)
        chosen = value("SELECT review_platform FROM messages WHERE id = %(id)s::uuid", id=sent["id"])
        assert visit(sent["review"]).headers["location"] == f"https://{chosen}.example/x"
        assert Page(visit(sent["feedback"])).reviews == ["https://north.example/x", "https://south.example/x"]


def test_the_page_asks_takes_and_thanks(message):
    sent = message()
    answer = visit(sent["feedback"])
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "set-cookie" not in answer.headers and answer.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    page = Page(answer)
    assert "How was your visit to Sunrise Motors?" in page.text and "script" not in page.names
    assert 'name="robots" content="noindex' in answer.text and page.names.count("input") == 5
    assert sent["phone"] not in answer.text
    taken = rate(sent["feedback"], 5, "Fast and friendly")
    assert taken.status_code == 303 and taken.headers["location"] == urlsplit(sent["feedback"]).path
    thanks = Page(visit(sent["feedback"]))
    assert "Thank you!" in thanks.text and "Fast and friendly" in thanks.text and "form" not in thanks.names
    rating = engagement(sent)["rating"]
    assert (rating["stars"], rating["comment"], rating["changedAt"]) == (5, "Fast and friendly", None)


def test_everybody_sees_the_same_links_whatever_they_answer(message, open_business):
    business = open_business(message_template=TEMPLATE, short_links=True, **LINKS)
    seen, words = set(), set()
    for stars in (1, 2, 3, 4, 5):
        sent = message(business)
        before = Page(visit(sent["feedback"])).reviews
        rate(sent["feedback"], stars)
        answer = visit(sent["feedback"])
        after = Page(answer).reviews
        assert before == after
        seen.add(tuple(after))
        token = urlsplit(sent["feedback"]).path.split("/")[-1]
        words.add(re.sub(r'aria-label="\d stars? of 5"|class="star( full)?"', "", answer.text.replace(token, "TOKEN")))
    assert seen == {(LINKS["google_review_url"], LINKS["trustpilot_url"])}
    assert len(words) == 1, "but for the stars, the pages are the same to the letter"


def test_the_same_answer_twice_is_one_and_a_changed_one_takes_its_place(message):
    sent = message()
    with ThreadPoolExecutor(8) as pool:
        assert {answer.status_code for answer in pool.map(lambda _: rate(sent["feedback"], 4, "ok"), range(8))} == {303}
    business = sent["business"]
    assert business.rows("SELECT stars FROM engagements WHERE tenant_id = %(tenant)s") == [{"stars": 4}]
    assert "Change my answer" in visit(sent["feedback"]).text
    form = visit(sent["feedback"] + "?change=1").text
    assert 'value="4" id="stars-4" required checked' in form and "ok</textarea>" in form
    rate(sent["feedback"], 2, "On second thought")
    assert engagement(sent)["rating"]["stars"] == 2
    business.rows("UPDATE engagements SET rated_at = now() - interval '2 days' WHERE tenant_id = %(tenant)s")
    assert rate(sent["feedback"], 1, "Too late").status_code == 303
    assert engagement(sent)["rating"]["stars"] == 2 and "Change my answer" not in visit(sent["feedback"]).text


@pytest.mark.parametrize("form", [{}, {"stars": ""}, {"stars": "0"}, {"stars": "6"}, {"stars": "five"}, {"comment": "only words"}])
def test_without_stars_the_page_says_so_and_keeps_the_words(message, form):
    sent = message()
    answer = visit(sent["feedback"], method="POST", data=form)
    assert answer.status_code == 422 and "Please choose from 1 to 5 stars." in answer.text
    assert form.get("comment", "") in answer.text and engagement(sent) is None


@pytest.mark.parametrize("token", ["0" * 22, "x", "a" * 500, "%3Cscript%3E", "é" * 22])
def test_a_link_that_nobody_was_given_is_a_friendly_page(token):
    for path in (f"/f/{token}", f"/f/{token}/stop", f"/r/{token}"):
        answer = visit(path)
        assert answer.status_code == 404 and "This link is not valid" in answer.text, path
        assert answer.headers["content-type"].startswith("text/html") and "<script" not in answer.text
    assert visit(f"/f/{token}", method="POST", data={"stars": 5}).status_code == 404


def test_an_old_link_takes_no_answer_but_still_an_opt_out(message):
    sent = message()
    sent["business"].rows("UPDATE message_links SET made_at = now() - interval '91 days' WHERE tenant_id = %(tenant)s")
    page = Page(visit(sent["feedback"]))
    assert "This page is closed" in page.text and page.reviews
    assert rate(sent["feedback"], 5).status_code == 303 and engagement(sent)["rating"] is None
    assert visit(sent["feedback"] + "/stop", method="POST").status_code == 303
    assert sent["business"].read("/api/suppressions", number=sent["phone"])["suppressions"]


def test_stop_asks_once_more_and_takes_effect_at_once(message):
    sent = message()
    business = sent["business"]
    asked = visit(sent["feedback"] + "/stop")
    assert "No more text messages?" in asked.text
    assert business.read("/api/suppressions", number=sent["phone"])["suppressions"] == [], "a link alone stops nothing"
    done = visit(sent["feedback"] + "/stop", method="POST")
    assert done.status_code == 303 and "You will get no more messages" in visit(done.headers["location"]).text
    [entry] = business.read("/api/suppressions", number=sent["phone"])["suppressions"]
    assert (entry["reason"], entry["source"], entry["addedBy"]) == ("opted_out", "page", "customer")
    later = business.send(customerPhone=sent["phone"])["messageId"]
    assert business.await_status(later, "suppressed")["attempts"] == []
    assert visit(sent["feedback"] + "/stop", method="POST").status_code == 303, "twice is as good as once"


def test_what_people_call_themselves_and_write_stays_text(message):
    sent = message(dealershipName="<img src=x onerror=alert(1)>")
    rate(sent["feedback"], 3, "</textarea><script>alert(2)</script>\x00\x07 مرحبا\r\nsecond line" + "é" * 3000)
    for path in ("", "?change=1", "/stop"):
        answer = visit(sent["feedback"] + path)
        page = Page(answer)
        assert answer.status_code == 200 and not {"img", "script"} & set(page.names)
        assert "<img src=x onerror=alert(1)>" in page.text
    comment = engagement(sent)["rating"]["comment"]
    assert comment.startswith("</textarea><script>alert(2)</script> مرحبا\nsecond line") and len(comment) == 2000


def test_the_page_speaks_the_customers_language(message, open_business):
    business = open_business(message_template=TEMPLATE, short_links=True, **LINKS)
    spanish = Page(visit(message(business, language="es")["feedback"]))
    assert spanish.root == {"lang": "es", "dir": "ltr"} and "¿Cómo fue su visita a Sunrise Motors?" in spanish.text
    arabic = Page(visit(message(business, language="ar")["feedback"]))
    assert arabic.root == {"lang": "ar", "dir": "rtl"}
    assert Page(visit(message(business, language="xx")["feedback"])).root["lang"] == "en"
    assert business.post("/api/business", {"language": "es"}).status_code == 200
    assert Page(visit(message(business)["feedback"])).root["lang"] == "es"


def test_a_low_rating_is_told_at_once_and_taken_back_with_it(message):
    sent = message(customerName="Maria Lopez", salesRepName="Kim")
    business = sent["business"]

    def alerts():
        return [alert for alert in business.read("/api/alerts")["alerts"]
                if alert["kind"] == "lowRating" and alert["subject"] == sent["id"] and not alert["clearedAt"]]

    rate(sent["feedback"], 4)
    assert alerts() == []
    rate(sent["feedback"], 3, "The brakes squeak")
    [alert] = alerts()
    assert all(word in alert["detail"] for word in ("Maria Lopez", "Sunrise Motors", "Kim", "3 of 5", "The brakes squeak"))
    rate(sent["feedback"], 1, "They still do")
    [alert] = alerts()
    assert "They still do" in alert["detail"]
    rate(sent["feedback"], 5, "All is well now")
    assert alerts() == []
    business.post("/api/business", {"lowRating": 0})
    other = message(business)
    rate(other["feedback"], 1)
    assert not [one for one in business.read("/api/alerts")["alerts"] if one["subject"] == other["id"]]


def test_figures_are_exact(message, open_business):
    business = open_business(message_template=TEMPLATE, short_links=True, **LINKS)
    sent = [message(business) for _ in range(3)]
    visit(sent[0]["review"])
    rate(sent[1]["feedback"], 2)
    rate(sent[1]["feedback"], 5)
    for one in sent[:2]:
        visit(one["feedback"])

    def sums():
        [row] = business.rows("SELECT sum(clicked)::int AS clicked, sum(rated)::int AS rated, sum(stars)::int AS stars "
                              "FROM current_engagement_counts() WHERE tenant_id = %(tenant)s")
        return row

    assert sums() == {"clicked": 2, "rated": 1, "stars": 5}
    wait_for(lambda: business.count_of("engagement_changes") == 0, of="the journal being folded")
    assert sums() == {"clicked": 2, "rated": 1, "stars": 5}


def test_a_preview_counts_links_as_long_as_they_will_be(message, open_business):
    business = open_business(message_template=TEMPLATE, short_links=True, **LINKS)
    shown = business.post("/api/preview", {"template": "{review_url} {feedback_url}"}).json()["body"]
    sent = message(business)
    assert len(shown) == len(f"{sent['review']} {sent['feedback']}")
    business.post("/api/config", {"short_links": "off"})
    plain = business.post("/api/preview", {"template": "{review_url}"}).json()["body"]
    assert plain == LINKS["google_review_url"]
    business.post("/api/config", {"short_links": "on", "feedback_url": "https://own.example/f"})
    assert business.post("/api/preview", {"template": "{feedback_url}"}).json()["body"] == "https://own.example/f"


def test_what_waits_shows_what_would_be_sent(open_business):
    business = open_business(message_template="Hi {customer_name}! {review_url}", stale_hours=24, **LINKS)
    business.send(customerName="Ada", transactionCompletedAt="2020-01-01T00:00:00Z")
    [held] = wait_for(lambda: business.read("/api/parked")["messages"], of="a message being held")
    assert held["body"] == f"Hi Ada! {LINKS['google_review_url']}" and held["segments"] == 1
