"""No log says a secret, or who a customer is: neither of what this test plants, nor of any test before it.

deploy/test runs it once more when everything else is over.
"""

import os
import re
import secrets
from pathlib import Path

import pytest
import requests

from system import address, setting, state, wait_for

# Each begins with what is always the same, so that hundreds of megabytes are read in seconds.
SHAPES = {
    "a phone number": re.compile(rb"\+[1-9][0-9]{7,14}"),
    "a phone number in an address": re.compile(rb"%2[bB][1-9][0-9]{7,14}"),
    "an API key": re.compile(rb"sms_[A-Za-z0-9]{40,}"),
    "a webhook secret": re.compile(rb"whsec_[A-Za-z0-9+/]{20,}"),
    "a session": re.compile(rb"sms-session=[^\s;\"]{8,}"),
    "an e-mail address": re.compile(rb"@(?<=[A-Za-z0-9._%+-]@)[A-Za-z0-9-]+\.[A-Za-z]{2,}"),
    "a password in an address": re.compile(rb"postgresql://[^\s:/@]+:[^\s@]+@"),
}


def read_all():
    """All but the tests' own output, which is no log of the system; those of another installation too, if there was one."""
    folders = [state() / "logs", Path(os.environ.get("OTHER_LOGS", "/nowhere"))]
    return {str(path): path.read_bytes() for folder in folders if folder.is_dir()
            for path in folder.iterdir() if not path.name.startswith("test-")}


@pytest.fixture
def planted(business):
    """What a customer, a CRM and people of a business say, each on every road that may fail."""
    mark = secrets.token_hex(6)
    words = {kind: f"{kind}{mark}" for kind in ("name", "dealer", "comment", "password", "text", "key", "code")}
    phone = f"+1415555{secrets.randbelow(100):02}{secrets.randbelow(100):02}"
    business.send(customerName=words["name"], dealershipName=words["dealer"])
    business.post("/webhook/transaction-complete", {"transactionId": words["text"], "customerPhone": words["name"]})
    business.post("/webhook/transaction-complete", data=f'{{"customerName": "{words["name"]}"'.encode())
    business.post("/api/test-sms", {"phone": phone, "text": words["text"]})
    business.post("/api/suppressions", {"number": phone, "note": words["comment"]})
    for method in ("GET", "PUT", "DELETE", "PATCH", "TRACE"):
        for path in (f"/api/conversations/{phone}", f"/api/suppressions/{phone}", f"/r/{words['code']}", f"/f/{words['code']}"):
            business.call(method, path)
    requests.post(address("BASE_URL") + "/api/session", timeout=30, headers={"Origin": address("BASE_URL")},
                  json={"email": f"{words['name']}@example.com", "password": words["password"]})
    requests.get(address("BASE_URL") + "/api/messages", timeout=30, headers={"x-api-key": words["key"]},
                 params={"search": words["name"], "phone": phone})
    requests.post(address("BASE_URL") + "/webhook/inbound", timeout=30,
                  data={"From": phone, "Body": words["text"], "MessageSid": words["code"]})
    return [*words.values(), phone]


def test_nothing_planted_is_in_any_log(business, planted):
    asked = business.get("/api/messages").headers["x-request-id"]
    logs = wait_for(lambda: (found := read_all()) and any(asked.encode() in log for log in found.values()) and found,
                    of="the gateway's line of the last request")
    found = {(name, word) for name, log in logs.items() for word in planted if word.encode() in log}
    assert not found


def test_no_log_has_the_shape_of_a_secret_or_a_person():
    logs = read_all()
    assert len(logs) > 20 and sum(map(len, logs.values())) > 10_000, "these are not the system's logs"
    found = {(name, kind, match.group().decode()) for name, log in logs.items()
             for kind, shape in SHAPES.items() for match in shape.finditer(log)}
    assert not found


def test_no_log_has_a_secret_of_this_installation():
    own = {name: setting(name) for name in ("API_KEY", "ADMIN_PASSWORD", "DATABASE_URL")}
    for line in (state() / "secrets").read_text().splitlines():
        name, _, said = line.partition("=")
        own[name] = said.strip("'\"")
    assert len(own) > 5
    logs = read_all()
    assert not {(file, name) for file, log in logs.items() for name, value in own.items()
                if len(value) >= 12 and value.encode() in log}
