"""How fast the provider's reports are verified, stored and applied."""

import base64
import hashlib
import hmac
import tempfile
import time
import uuid
from urllib.parse import urlencode

from rows import make_due
from system import wrk
from table import Row

STATUSES = ("sending", "sent", "delivered")


def measure(system):
    run, count = f"reported-{time.time_ns()}", system.scaled(20_000, 2_000)
    make_due(system, run, count, status="queued", due="NULL")
    attempts = system.sql(f"""
        INSERT INTO attempts (message_id, number, tenant_id, provider, state, status, recipient, body,
                              ended_at, provider_message_id)
        SELECT m.id, 1, 1, 'twilio', 'accepted', 'queued', m.recipient, 'Hi', now(),
               'SM' || replace(m.id::text, '-', '')
          FROM messages m JOIN transactions t ON t.id = m.transaction_id
         WHERE t.external_id LIKE '{run}-%';
        UPDATE messages SET attempt_count = 1 WHERE transaction_id IN (
            SELECT id FROM transactions WHERE external_id LIKE '{run}-%') RETURNING id""")
    reports = "SELECT count(*) FROM delivery_reports"
    before = system.number(reports)
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        # One status after the other, as they come in life.
        file.writelines(callback(system, id, status) for status in STATUSES for (id,) in attempts)
        file.flush()
        result = wrk(system, "callbacks.lua", system.base_url, 64, system.scaled(8, 3), file.name)
    stored = system.number(reports) - before
    if result["refused"] or result["broken"] or stored < result["answered"]:
        raise RuntimeError(f"{stored} reports are stored: {result}")
    rate = result["answered"] / result["seconds"]
    yield Row("status callbacks, verified and applied", f"{rate:,.0f}/s", goal="≥ 5,000/s",
              reached=rate >= 5000)


def callback(system, message, status):
    """A line for callbacks.lua: https://www.twilio.com/docs/usage/webhooks/webhooks-security"""
    sid = "SM" + message.replace("-", "")
    form = {"AccountSid": system.settings["TWILIO_ACCOUNT_SID"], "ApiVersion": "2010-04-01",
            "From": "+15005550006", "MessageSid": sid, "MessageStatus": status, "SmsSid": sid,
            "SmsStatus": status, "To": "+14155172054"}
    path = f"/webhook/status?m={message}&a=1"
    text = system.settings["PUBLIC_URL"] + path + "".join(name + form[name] for name in sorted(form))
    key = system.settings["TWILIO_AUTH_TOKEN"].encode()
    signature = base64.b64encode(hmac.new(key, text.encode(), hashlib.sha1).digest()).decode()
    return "\t".join((path, signature, str(uuid.uuid4()), urlencode(form))) + "\n"
