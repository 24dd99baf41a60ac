"""Replacing the keys that secrets are sealed with, while people and programs go on."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
import requests
from twilio.request_validator import RequestValidator

from system import address, processes, rows, state, value, wait_for
from test_providers import ACCOUNT
from test_people import log_in, newcomer
from test_second_factor import code, set_up
from test_signed_webhooks import post as post_signed

# Every function is started again, and what it cost others could not be told from their own faults.
pytestmark = pytest.mark.serial

ROOT = Path(__file__).resolve().parents[2]
TOKEN = ACCOUNT["secrets"]["auth_token"]


def rotate(*options):
    environment = {**os.environ, "SMS_STATE_DIR": str(state())}
    return subprocess.Popen([ROOT / "deploy/rotate-secrets", *options], env=environment, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, start_new_session=True)


def finish(rotation):
    words = rotation.communicate(timeout=300)[0]
    assert rotation.returncode == 0, words
    return words


def secrets():
    return dict(line.split("=", 1) for line in (state() / "secrets").read_text().splitlines())


class Keeper:
    """A business with one secret of each kind, and what proves that each still opens."""

    def __init__(self, business):
        self.business = business
        self.account = business.account("sealed")
        assert business.call("PUT", f"/api/providers/{self.account}", json=ACCOUNT).status_code == 200
        self.signing = business.post("/api/keys", {"name": "CRM", "scopes": ["transactions:write"], "signs": True}).json()
        _, self.email, browser = newcomer(business)
        self.secret, _ = set_up(browser)

    def signs(self):
        return post_signed(self.signing, self.business.transaction()).status_code == 200

    def hears_its_provider(self):
        path, report = f"/webhook/status/{self.account}", {"MessageSid": "SM" + "0" * 32, "MessageStatus": "sent"}
        signature = RequestValidator(TOKEN).compute_signature(address("PUBLIC_URL") + path, report)
        answer = requests.post(address("BASE_URL") + path, data=report, timeout=30, headers={"X-Twilio-Signature": signature})
        return answer.status_code == 204

    def logs_in(self):
        # Each code opens once; the next is of the coming half minute.
        rows("UPDATE users SET totp_step = NULL WHERE email = %(email)s", email=self.email)
        return log_in(self.email, code=code(self.secret))[1].status_code == 200


@pytest.fixture
def keeper(business):
    return Keeper(business)


class Traffic:
    """Asks without a break until it is told to stop; what failed is kept."""

    def __init__(self, *questions):
        self.failures, self.count, self.stopped = [], 0, threading.Event()
        self.threads = [threading.Thread(target=self.run, args=[question], daemon=True) for question in questions]

    def run(self, question):
        while not self.stopped.is_set():
            try:
                good = question()
            except Exception as error:  # whatever it is, somebody was not served
                good, error = False, error
                self.failures.append(repr(error))
            else:
                if not good:
                    self.failures.append(question.__name__)
            self.count += 1
            time.sleep(0.01)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        for thread in self.threads:
            thread.join(60)


def assert_all_open(keeper):
    wait_for(keeper.hears_its_provider, of="the account's secrets to be read again")
    assert keeper.signs() and keeper.logs_in()


def test_no_request_fails_while_keys_are_replaced(keeper):
    before, number = secrets(), value("SELECT number FROM data_keys WHERE tenant_id = %(t)s", t=keeper.business.tenant)
    with Traffic(keeper.signs, keeper.hears_its_provider, lambda: keeper.business.get("/api/keys").status_code == 200) as traffic:
        finish(rotate("--data"))
    assert traffic.failures == [] and traffic.count > 50
    after = secrets()
    assert after["SECRETS_KEY"] != before["SECRETS_KEY"] and "SECRETS_KEY_PREVIOUS" not in after
    assert (state() / "secrets").stat().st_mode & 0o777 == 0o600
    for name, pid in processes().items():
        assert before["SECRETS_KEY"].encode() not in Path(f"/proc/{pid}/environ").read_bytes(), name
    now = value("SELECT number FROM data_keys WHERE tenant_id = %(t)s AND former IS NULL", t=keeper.business.tenant)
    assert now == number + 1
    assert_all_open(keeper)


def test_a_replacement_that_was_cut_off_is_finished(keeper):
    before = secrets()["SECRETS_KEY"]
    # Cut off after the new key was made, then when that seals the keys of businesses, then near the end.
    sealer = value("SELECT fingerprint FROM secrets_key")
    for reached in [lambda: "SECRETS_KEY_PREVIOUS" in secrets(),
                    lambda: value("SELECT fingerprint FROM secrets_key") != sealer]:
        rotation = rotate()
        wait_for(reached, seconds=120, of="the moment to cut it off")
        os.killpg(rotation.pid, signal.SIGKILL)
        rotation.wait()
        assert_all_open(keeper)
    finish(rotate())
    after = secrets()
    assert after["SECRETS_KEY"] != before and "SECRETS_KEY_PREVIOUS" not in after
    assert_all_open(keeper)


def test_what_was_sealed_is_in_no_dump(keeper):
    held = rows("SELECT secrets FROM provider_accounts WHERE name = %(name)s", name=keeper.account)[0]["secrets"]
    assert TOKEN.encode() not in bytes(held)
    assert secrets()["SECRETS_KEY"] not in str(rows("SELECT * FROM data_keys, secrets_key"))
