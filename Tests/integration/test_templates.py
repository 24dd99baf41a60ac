"""Texts of a business: their versions, their variants by dealership and language, and what they cost."""

import pytest

from expect import assert_problem
from prices import HEADER, import_prices


def save(business, text, name="default", **whose):
    answer = business.call("PUT", f"/api/templates/{name}", json={"text": text, **whose})
    assert answer.status_code == 200, answer.text
    return answer.json()


def said(business, **transaction):
    message = business.send(**transaction)["messageId"]
    return business.await_status(message, "delivered")["record"]["body"]


@pytest.fixture
def variants(business):
    """A dealership, and texts for it, for a language, for both and for everybody."""
    said(business, dealershipName="North")
    save(business, "all")
    save(business, "todos", language="es")
    save(business, "north", dealershipName="North")
    save(business, "norte", dealershipName="North", language="es")
    return business


def test_the_closest_text_is_sent(variants):
    assert said(variants, dealershipName="North", language="ES") == "norte"
    assert said(variants, dealershipName="North", language="de") == "north"
    assert said(variants, dealershipName="South", language="es") == "todos"
    assert said(variants, dealershipName="South") == "all"
    # The language of the text used stands with the message.
    [row] = variants.rows(
        "SELECT t.language, m.language AS spoken FROM messages m "
        "JOIN template_versions v ON v.id = m.template_version_id JOIN templates t ON t.id = v.template_id "
        "WHERE m.tenant_id = %(tenant)s AND m.body = 'norte'")
    assert row == {"language": "es", "spoken": "es"}


def test_the_preview_shows_the_text_that_would_be_sent(variants):
    def body(**whose):
        answer = variants.post("/api/preview", whose)
        assert answer.status_code == 200, answer.text
        return answer.json()["body"]

    assert body(dealershipName="North", language="es") == "norte"
    assert body(dealershipName="North") == "north"
    assert body(language="es") == "todos"
    assert body(language="de") == "all"


def test_variants_are_listed_versioned_and_archived(variants):
    current = variants.read("/api/templates")["templates"]
    assert [(one["dealershipName"], one["language"], one["text"]) for one in current] == [
        (None, None, "all"), (None, "es", "todos"), ("North", None, "north"), ("North", "es", "norte")]
    assert save(variants, "todas", language="es")["version"] == 2
    versions = variants.read("/api/templates/default", language="es")["versions"]
    assert [one["text"] for one in versions] == ["todas", "todos"]
    gone = variants.call("DELETE", "/api/templates/default", params={"dealershipName": "North", "language": "es"})
    assert gone.status_code == 200, gone.text
    assert said(variants, dealershipName="North", language="es") == "north"
    assert_problem(variants.call("DELETE", "/api/templates/default", params={"language": "fr"}), 404)
    assert_problem(variants.call("DELETE", "/api/templates/default"), 409)


@pytest.mark.parametrize("language", ["english", "e", "es-MX", "12", 5, ["es"]])
def test_what_is_no_language_is_said(business, language):
    refused = business.post("/webhook/transaction-complete", business.transaction(language=language))
    problem = assert_problem(refused, 400, fields=["language"])
    assert "two or three letters" in problem["errors"][0]["expected"]
    assert_problem(business.call("PUT", "/api/templates/default", json={"text": "a", "language": language}), 400,
                   fields=["language"])


def test_the_lint_knows_the_customers_their_links_and_the_price(business):
    import_prices(business, HEADER + ",,,outbound,USD,0.01,,yes,2026-01-01,\n")
    said(business, dealershipName="North", customerName="Ann")
    placed = business.call("PUT", "/api/review-links", json={"platforms": [
        {"name": "Google", "url": "https://g.example/" + "x" * 150, "dealershipName": "North"}]})
    assert placed.status_code == 200, placed.text
    said(business, dealershipName="South", customerName="Łukasz", language="pl")

    def lint(**whose):
        answer = business.post("/api/templates/lint", {"text": "Hi {customer_name} {review_url}", **whose})
        assert answer.status_code == 200, answer.text
        return answer.json()

    every = lint()
    assert (every["customers"], every["segments"]) == (2, 3)
    assert every["estimatedCost"] == {"amount": "0.03", "currency": "USD"}
    assert lint(dealershipName="North")["segments"] == 2
    polish = lint(language="pl")
    assert (polish["customers"], polish["segments"]) == (1, 1)
    assert [cause["character"] for cause in polish["causes"]] == ["Ł"]
