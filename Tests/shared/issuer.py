"""A real issuer of OpenID Connect beside the system: Canaille, which keeps its people in memory."""

import contextlib
import logging
import re
import threading
from urllib.parse import urljoin, urlsplit

import canaille
import requests
from werkzeug.serving import make_server

PASSWORD = "correct horse battery staple"


def meet_all_conditions(backend):
    """Canaille's memory finds what meets any of several conditions: for an unknown code another one of the same client."""
    meeting_any = backend.do_query

    def query(model, *args, **conditions):
        found = [{one.id for one in meeting_any(model, **{name: value})} for name, value in conditions.items()]
        return [one for one in meeting_any(model, **conditions) if all(one.id in ids for ids in found)]

    backend.do_query = query


class Issuer:
    """Starts with one client; people are added by the tests."""

    def __init__(self, *return_addresses, **claims):
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.server = make_server("127.0.0.1", 0, None, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.port}"
        self.app = canaille.create_app({
            "SECRET_KEY": "only for tests of one machine only", "SERVER_NAME": f"127.0.0.1:{self.server.port}",
            "PREFERRED_URL_SCHEME": "http", "CANAILLE": {"DATABASE": "memory", "LOGGING": {"version": 1}},
            "CANAILLE_OIDC": {"REQUIRE_NONCE": True, "USERINFO_MAPPING": claims} if claims else {"REQUIRE_NONCE": True},
        })
        self.server.app = self.app
        with self.app.app_context():
            from canaille.app import models
            from canaille.backends import Backend
            meet_all_conditions(Backend.instance)
            client = models.Client(
                client_id="sms-tracker", client_secret="hush-hush-hush", client_name="SMS Tracker", redirect_uris=return_addresses,
                grant_types=["authorization_code"], response_types=["code"], scope=["openid", "email", "profile"],
                token_endpoint_auth_method="client_secret_basic")
            Backend.instance.save(client)
            client.audience = [client]
            Backend.instance.save(client)

    def add(self, name, email):
        with self.app.app_context():
            from canaille.app import models
            from canaille.backends import Backend
            Backend.instance.save(models.User(
                user_name=name, formatted_name=name.title(), family_name=name, emails=[email], password=PASSWORD))

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def sign_in(address, name, password=PASSWORD):
    """What somebody does on the issuer's pages; the address that they are sent back to."""
    with requests.Session() as browser:
        page = browser.get(address, timeout=30)
        for _ in range(6):  # name, password, consent
            form = dict(re.findall(r'<input[^>]*name="(csrf_token)"[^>]*value="([^"]*)"', page.text))
            if 'name="login"' in page.text:
                form["login"] = name
            elif 'name="password"' in page.text:
                form["password"] = password
            else:
                form["answer"] = "accept"
            page = browser.post(page.url, data=form, timeout=30, allow_redirects=False)
            while page.is_redirect:
                if urlsplit(page.headers["location"]).path == "/sign-in/return":
                    return page.headers["location"]
                page = browser.get(urljoin(page.url, page.headers["location"]), timeout=30, allow_redirects=False)
    raise AssertionError(f"It does not come to an end: {page.text[:2000]}")


def sign_in_on(page, name):
    """The same in a real browser that is on the issuer's first page."""
    page.locator("[name=login]").fill(name)
    page.locator("[name=login]").press("Enter")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.locator("[name=answer][value=accept]").click()
