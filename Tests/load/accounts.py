"""A second account, so that there is a choice of ways."""

import contextlib
import secrets
import time

from sandbox import Sandbox


@contextlib.contextmanager
def second_account(system, name, **changes):
    """An account that the sandbox plays beside the one of the settings, for as long as it is needed."""
    sid = "AC" + secrets.token_hex(16)
    system.client().request("PUT", f"/api/providers/{name}", {
        "kind": "twilio", "secrets": {"auth_token": system.settings["TWILIO_AUTH_TOKEN"]},
        "settings": {"account_sid": sid, "from": "+15005550006",
                     "api_base": system.settings["SANDBOX_URL"]}, **changes})
    time.sleep(2.5)  # dispatch looks once a second
    try:
        yield Sandbox(system, sid)
    finally:
        system.client().request("DELETE", f"/api/providers/{name}")
