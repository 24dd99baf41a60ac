"""The sandbox that plays the provider, seen from its own side; and callbacks as the provider signs them."""

import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from system import address, setting

SENDER = "+15005550006"
TWILIO = "https://api.twilio.com"


def account():
    return setting("TWILIO_ACCOUNT_SID"), setting("TWILIO_AUTH_TOKEN")


def texts(message_id):
    """What the customer's phone got for one of our messages: the sandbox's own ledger says."""
    answer = requests.get(address("SANDBOX_URL") + "/sandbox/ledger", auth=account(), timeout=30)
    assert answer.status_code == 200, answer.text
    return [entry for entry in answer.json()["messages"]
            if f"m={message_id}" in (entry["statusCallback"] or "")]


class HomeHttpClient(TwilioHttpClient):
    """Twilio's own HTTP client, with every address led to the sandbox."""

    def request(self, method, url, *arguments, **options):
        return super().request(method, url.replace(TWILIO, address("TWILIO_API_BASE")), *arguments, **options)


def twilio():
    """The official library, as a program of somebody else's would use it."""
    return Client(*account(), http_client=HomeHttpClient())


def callback_url(message=None, attempt=1):
    query = f"?m={message}&a={attempt}" if message else ""
    return f"{address('PUBLIC_URL')}/webhook/status{query}"


def report(status, sid, message=None, attempt=1, token=None, signature=None, signed_for=None, **more):
    """Posts a status callback, signed by the official library unless a signature is given."""
    url = callback_url(message, attempt)
    form = {"MessageSid": sid, "MessageStatus": status, "SmsSid": sid, "SmsStatus": status,
            "AccountSid": account()[0], "From": SENDER, "ApiVersion": "2010-04-01", **more}
    form = {name: word for name, word in form.items() if word is not None}
    if signature is None:
        signature = RequestValidator(account()[1]).compute_signature(signed_for or url, form)
    headers = {"X-Twilio-Signature": signature, "I-Twilio-Idempotency-Token": token}
    return requests.post(url.replace(address("PUBLIC_URL"), address("BASE_URL")), data=form, timeout=30,
                         headers={name: text for name, text in headers.items() if text})
