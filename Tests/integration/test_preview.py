"""The count of a text, as the page's live counter asks for it: every case that is known, over HTTP.

`fixtures/segments-cases.json` is what Twilio's own segment calculator (1.2.0) says, `smart-encoding.json` its
table of look-alikes.
"""

import json
from pathlib import Path

import pytest

from business import Business
from expect import assert_problem
from prices import HEADER, import_prices

FIXTURES = Path(__file__).parent / "fixtures"
CASES = json.loads((FIXTURES / "segments-cases.json").read_text())
LOOK_ALIKES = {chr(int(point[2:], 16)): text
               for point, text in json.loads((FIXTURES / "smart-encoding.json").read_text()).items()}


@pytest.fixture(scope="module")
def counter(tenants):
    """One business for all cases: nothing is stored."""
    made = Business()
    tenants.append(made.tenant)
    return made


def preview(business, **body):
    answer = business.post("/api/preview", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def replaced(text):
    """What a text's look-alikes become, in the order of their first appearance."""
    return [{"from": one, "to": LOOK_ALIKES[one], "count": text.count(one)}
            for one in dict.fromkeys(text) if one in LOOK_ALIKES]


def is_text(text):
    return not any("\ud800" <= one <= "\udfff" for one in text)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES if is_text(case["input"])])
def test_a_text_is_counted_as_providers_count(counter, case):
    count = preview(counter, body=case["input"], smartEncoding=case["smart"])
    assert {name: count[name] for name in ("encoding", "units", "segments", "perSegment")} == {
        name: case[name] for name in ("encoding", "units", "segments", "perSegment")}
    assert count["replaced"] == (replaced(case["input"]) if case["smart"] else [])
    assert set(count) == {"body", "encoding", "units", "segments", "perSegment", "replaced", "estimatedCost"}
    if not case["smart"]:
        assert count["body"] == case["input"]


def test_half_a_character_is_refused(counter):
    broken = [case["input"] for case in CASES if not is_text(case["input"])]
    assert broken
    for text in broken:
        assert_problem(counter.post("/api/preview", {"body": text}), 400, "malformed-json")


@pytest.mark.parametrize("character", [pytest.param(one, id=f"U+{ord(one):04X}") for one in LOOK_ALIKES])
def test_a_look_alike_is_replaced_only_where_that_is_wished(counter, character):
    text = f"a{character}b{character}"
    kept = preview(counter, body=text)
    assert kept["body"] == text and kept["replaced"] == []
    smart = preview(counter, body=text, smartEncoding=True)
    assert smart["body"] == text.replace(character, LOOK_ALIKES[character])
    assert smart["replaced"] == [{"from": character, "to": LOOK_ALIKES[character], "count": 2}]
    assert smart["encoding"] == "GSM-7"


def test_a_template_is_filled_with_its_values(business):
    business.post("/api/config", {"google_review_url": "https://g.example/review"})
    text = "Hi {customer_name|there}! {review_url}"
    assert preview(business, template=text)["body"] == "Hi there! https://g.example/review"
    filled = preview(business, template=text, values={"customer_name": "Zoë’s", "review_url": "-"})
    assert filled["body"] == "Hi Zoë’s! -" and filled["encoding"] == "UCS-2"
    assert_problem(business.post("/api/preview", {}), 400, fields=["body"])
    assert_problem(business.post("/api/preview", {"body": "a", "template": "a"}), 400, fields=["template"])
    assert_problem(business.post("/api/preview", {"body": "a", "smartEncoding": "perhaps", "country": "Atlantis",
                                                  "to": "12", "language": "es-MX"}), 400,
                   fields=["smartEncoding", "country", "to", "language"])


def test_the_cost_is_that_of_the_country_that_it_goes_to(business):
    before = preview(business, body="Hi", country="TV")["estimatedCost"]
    assert before is None, "null is not the same as free"
    import_prices(business, HEADER + ",US,,outbound,USD,0.01,0.002,yes,2026-01-01,\n"
                                     ",DE,,outbound,EUR,0.07,,yes,2026-01-01,\n")

    def cost(**more):
        return preview(business, body="a" * 161, **more)["estimatedCost"]

    assert cost() == {"amount": "0.024", "currency": "USD"}
    assert cost(country="de") == cost(to="+49 30 123456") == {"amount": "0.14", "currency": "EUR"}
    assert cost(to="+49 30 123456", country="US")["currency"] == "EUR", "the number counts before the country"
    assert cost(to="(415) 517-2054") == {"amount": "0.024", "currency": "USD"}
