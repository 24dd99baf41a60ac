"""Customers as tests play them: they get texts, open their pages, and write back."""

import base64
import hashlib
import hmac
import re
import secrets
import time
import urllib.parse
import urllib.request
import uuid

from conftest import setting


def new_phone():
    """A valid number, of so many that no other test draws it; the magic ones are all of +1 500 555."""
    return f"+1500{600 + secrets.randbelow(400)}{secrets.randbelow(10_000):04}"


def await_text(api, message):
    """The text of a message, once it was sent."""
    deadline = time.monotonic() + 20
    while not (body := api("GET", f"/api/messages/{message}")["record"]["body"]):
        assert time.monotonic() < deadline, "the message was not sent"
        time.sleep(0.1)
    return body


def page_of(api, base_url, **more):
    """The address of a new customer's page, and the number of its text."""
    sent = api("POST", "/api/test-sms", {"phone": new_phone(), "message": "{feedback_url}", **more})
    link = re.search(r"https?://\S+", await_text(api, sent["transactionId"]))[0]
    return base_url + urllib.parse.urlsplit(link).path, sent["transactionId"]


def write_back(phone, body):
    """A person's answer, posted and signed as Twilio does it."""
    form = {"MessageSid": "SM" + uuid.uuid4().hex, "SmsStatus": "received", "From": phone, "To": "+15005550006", "Body": body}
    signed = setting("PUBLIC_URL") + "/webhook/inbound" + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(setting("TWILIO_AUTH_TOKEN").encode(), signed.encode(), hashlib.sha1).digest()
    request = urllib.request.Request(
        setting("BASE_URL").rstrip("/") + "/webhook/inbound", urllib.parse.urlencode(form).encode(),
        {"X-Twilio-Signature": base64.b64encode(digest).decode()})
    urllib.request.urlopen(request, timeout=15).close()
