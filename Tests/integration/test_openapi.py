"""The OpenAPI document is valid, complete, and tells the truth about the answers."""

import json
import os
import subprocess

import pytest
import requests
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from system import address, processes


@pytest.fixture
def document(turn):
    answer = requests.get(address("BASE_URL") + "/api/openapi.json", timeout=30)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    return answer.json()


def manifests():
    """What every running program says of itself."""
    programs = {os.readlink(f"/proc/{pid}/exe") for name, pid in processes().items()
                if name.split(":")[0] not in ("nginx", "postgres")}
    return [json.loads(subprocess.run([program.removesuffix(" (deleted)"), "--manifest"], check=True,
                                      capture_output=True, timeout=30).stdout) for program in programs]


def test_it_is_valid(document):
    assert document["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_it_lists_every_route_of_every_function_and_no_other(document):
    declared = {(route["method"], route["path"]) for manifest in manifests() if manifest["gateway"] == "main"
                for route in manifest.get("routes", []) if not route["path"].startswith("/internal/")}
    listed = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert listed == declared and len(listed) >= 20


def test_every_route_says_who_may_use_it_and_what_it_answers(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"] and "security" in operation, path
            assert any(status[0] in "23" for status in operation["responses"]), path
            assert "application/problem+json" in operation["responses"]["default"]["content"]
            named = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "path"}
            assert all(f"{{{name}}}" in path for name in named) and len(named) == path.count("{"), path


def schema_of(document, method, path, status):
    answers = document["paths"][path][method.lower()]["responses"]
    schema = answers[str(status)]["content"]["application/json"]["schema"]
    return {**schema, "components": document["components"]}


@pytest.mark.parametrize("path", ["/api/messages", "/api/dashboard", "/api/analytics", "/api/config", "/api/settings",
                                  "/admin/queue-status", "/api/alerts", "/api/alert-rules",
                                  "/api/alert-targets", "/api/alert-deliveries", "/health", "/health/live",
                                  "/health/ready", "/api/analytics/summary", "/api/analytics/volume",
                                  "/api/analytics/dealerships", "/api/analytics/providers", "/api/analytics/costs"])
def test_answers_are_as_the_document_says(document, business, path):
    business.await_status(business.send(amount=5, dealershipName="Here")["messageId"])
    assert_as_described(document, path, business.read(path))


@pytest.mark.parametrize("path", ["/admin/status", "/api/system"])
def test_answers_about_the_installation_are_as_the_document_says(document, installation, path):
    assert_as_described(document, path, installation.read(path))


def assert_as_described(document, path, answer):
    schema = schema_of(document, "GET", path, 200)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(answer)] == []
    assert set(answer) == set(schema["properties"])


def test_a_message_is_as_the_document_says(document, business):
    schema = schema_of(document, "GET", "/api/messages/{id}", 200)
    for phone in ("+15005559876", "+15005550013", "+15005550009"):
        message = business.await_status(business.send(customerPhone=phone)["messageId"])
        assert [error.message for error in Draft202012Validator(schema).iter_errors(message)] == []
        assert set(message["record"]) == set(schema["properties"]["record"]["properties"])


def test_requests_as_the_document_says_are_taken(document, business):
    operation = document["paths"]["/webhook/transaction-complete"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["transactionId", "customerPhone"]
    transaction = business.transaction(customerName="Ada", amount=12.5, transactionCompletedAt="2026-11-20T09:30:00Z")
    Draft202012Validator(schema).validate(transaction)
    assert business.post("/webhook/transaction-complete", transaction).status_code == 200
    assert {"customer_name", "dealership_name", "Idempotency-Key"} <= {p["name"] for p in operation["parameters"]}
