"""TLS: what is agreed to, what is refused, and the way there from http."""

import json
import os
import re
import socket
import ssl
import subprocess
import threading
import time

import pytest
import requests

from expect import assert_problem
from system import wait_for

FORWARD_SECRET = ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"]
WEAK = ["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-GCM-SHA256", "AES256-SHA", "ECDHE-ECDSA-AES128-CCM"]
HSTS = "max-age=63072000; includeSubDomains"


def handshake(system, *words):
    """What openssl says of a handshake: the protocol and cipher, or None when it was refused."""
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{system.port}", "-CAfile", system.certificate, *words]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    agreed = re.search(r"^New, (TLSv[\d.]+), Cipher is (\S+)", ran.stdout, re.M)
    return agreed and agreed.groups()


def get(system, path, **options):
    return requests.get(system.url + path, verify=system.certificate, timeout=30, **options)


@pytest.mark.parametrize("version", ["-tls1", "-tls1_1"])
def test_old_protocols_are_refused(encrypted, version):
    # Security level 0, or this side would not even try.
    assert handshake(encrypted, version, "-cipher", "DEFAULT:@SECLEVEL=0") is None


@pytest.mark.parametrize("version, name", [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")])
def test_new_protocols_are_taken(encrypted, version, name):
    assert handshake(encrypted, version)[0] == name


@pytest.mark.parametrize("cipher", FORWARD_SECRET)
def test_ciphers_of_the_intermediate_set_are_taken(encrypted, cipher):
    assert handshake(encrypted, "-tls1_2", "-cipher", cipher) == ("TLSv1.2", cipher)


@pytest.mark.parametrize("cipher", WEAK)
def test_weak_ciphers_are_refused(encrypted, cipher):
    assert handshake(encrypted, "-tls1_2", "-cipher", f"{cipher}:@SECLEVEL=0") is None


@pytest.mark.parametrize("curve, is_taken", [("X25519", True), ("P-256", True), ("P-384", True), ("P-521", False)])
def test_curves_are_those_of_the_intermediate_set(encrypted, curve, is_taken):
    assert (handshake(encrypted, "-tls1_3", "-groups", curve) is not None) == is_taken


@pytest.mark.parametrize("offered, agreed", [(["h2", "http/1.1"], "h2"), (["http/1.1"], "http/1.1")])
def test_http_2_is_agreed_on_where_the_client_knows_it(encrypted, offered, agreed):
    with encrypted.connect(offered) as peer:
        assert peer.selected_alpn_protocol() == agreed


def test_the_certificate_is_for_this_machine_by_name_and_address(encrypted):
    context = ssl.create_default_context(cafile=encrypted.certificate)
    for name in ("localhost", "127.0.0.1"):
        with socket.create_connection(("127.0.0.1", encrypted.port), timeout=10) as plain:
            with context.wrap_socket(plain, server_hostname=name) as wrapped:
                assert ("DNS", "localhost") in wrapped.getpeercert()["subjectAltName"]
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(encrypted.url, timeout=10)  # nobody else vouches for it


def test_its_key_is_nobody_elses_to_read(encrypted):
    assert os.stat(encrypted.state / "tls/key.pem").st_mode & 0o777 == 0o600


@pytest.mark.parametrize("path, status", [("/", 200), ("/api/messages", 401), ("/nothing", 404), ("/health/live", 200),
                                          ("/%", 400)])
def test_every_answer_says_that_only_https_is_spoken(encrypted, path, status):
    with encrypted.connect() as peer:
        peer.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        head = b"".join(iter(lambda: peer.recv(65536), b"")).split(b"\r\n\r\n")[0].decode()
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert f"Strict-Transport-Security: {HSTS}" in head


def ports(system):
    return [system.http_port, system.port]  # who speaks http to the port of https is helped as well


@pytest.mark.parametrize("path", ["/", "/settings/people?tab=1", "/f/abc", "/login%20page"])
def test_pages_asked_for_by_http_are_found_by_https(encrypted, path):
    for port in ports(encrypted):
        answer = requests.get(f"http://127.0.0.1:{port}{path}", allow_redirects=False, timeout=10)
        assert answer.status_code == 301
        assert answer.headers["location"] == encrypted.url + path
        assert "strict-transport-security" not in answer.headers, "by http it means nothing (RFC 6797, section 7.2)"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("method, path", [("POST", "/webhook/transaction-complete"), ("GET", "/api/messages"),
                                          ("GET", "/metrics?x=1"), ("POST", "/admin/credit")])
def test_programs_are_not_sent_on_but_told(encrypted, method, path):
    for port in ports(encrypted):
        answer = requests.request(method, f"http://127.0.0.1:{port}{path}", allow_redirects=False, timeout=10)
        assert_problem(answer, 403, "https-required")


def test_a_certificate_authority_is_answered_by_http(encrypted):
    folder = encrypted.state / "challenges/.well-known/acme-challenge"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "token").write_text("token.thumbprint")
    answer = requests.get(f"http://127.0.0.1:{encrypted.http_port}/.well-known/acme-challenge/token", timeout=10)
    assert answer.status_code == 200 and answer.text == "token.thumbprint"
    missing = f"http://127.0.0.1:{encrypted.http_port}/.well-known/acme-challenge/other"
    assert requests.get(missing, timeout=10).status_code == 404


def session(system):
    made = requests.Session()
    made.verify = system.certificate
    made.trust_env = False  # or a bundle that the shell names would come before it
    return made


def log_in(system):
    browser = session(system)
    body = {"email": system.settings["ADMIN_EMAIL"], "password": system.settings["ADMIN_PASSWORD"]}
    answer = browser.post(system.url + "/api/session", json=body, timeout=30)
    assert answer.status_code == 200, answer.text
    return browser, answer


def test_a_session_is_bound_to_this_host_and_to_https(encrypted):
    browser, answer = log_in(encrypted)
    name, _, rest = answer.headers["set-cookie"].partition("=")
    attributes = {word.strip().lower() for word in rest.split(";")[1:]}
    assert name == "__Host-sms-session"
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= attributes
    assert not any(word.startswith("domain") for word in attributes)
    assert browser.get(encrypted.url + "/api/session", timeout=10).status_code == 200
    planted = {"cookie": "sms-session=" + browser.cookies["__Host-sms-session"]}
    assert session(encrypted).get(encrypted.url + "/api/session", headers=planted, timeout=10).status_code == 401


def post_transaction(system):
    answer = requests.post(
        system.url + "/webhook/transaction-complete", verify=system.certificate, timeout=30,
        headers={"x-api-key": system.settings["API_KEY"]},
        json={"transactionId": f"tls-{time.time_ns()}", "customerPhone": "+15005551234"})
    assert answer.status_code == 200, answer.text
    return answer.json()["messageId"]


def test_a_providers_callbacks_come_by_https(encrypted):
    message = post_transaction(encrypted)
    headers = {"x-api-key": encrypted.settings["API_KEY"]}
    wait_for(lambda: get(encrypted, f"/api/messages/{message}", headers=headers).json()["record"]["status"] == "delivered",
             of="the report")


def test_live_events_come_over_http_2(encrypted):
    browser, _ = log_in(encrypted)
    cookie = "; ".join(f"{each.name}={each.value}" for each in browser.cookies)
    command = ["curl", "--silent", "--no-buffer", "--http2", "--include", "--cacert", encrypted.certificate, "--max-time",
               "30", "--header", "accept: text/event-stream", "--cookie", cookie, encrypted.url + "/api/events"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as stream:
        assert stream.stdout.readline().strip() == "HTTP/2 200"
        while stream.stdout.readline().strip():
            pass  # the rest of the head
        poster = threading.Thread(target=post_transaction, args=[encrypted])
        poster.start()
        for line in stream.stdout:
            if line.startswith("data:"):
                assert json.loads(line[5:])["kind"]
                break
        else:
            pytest.fail("the stream ended without an event")
        poster.join()
        stream.terminate()


def test_a_renewed_certificate_is_taken_up_while_connections_go_on(encrypted):
    kept = session(encrypted)
    assert kept.get(encrypted.url + "/health/live", timeout=10).status_code == 200
    before = ssl.get_server_certificate(("127.0.0.1", encrypted.port))
    subprocess.run(
        ["openssl", "req", "-x509", "-key", encrypted.state / "tls/key.pem", "-days", "9", "-out", encrypted.certificate,
         "-subj", "/CN=renewed", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
    encrypted.run("gateway")
    after = ssl.get_server_certificate(("127.0.0.1", encrypted.port))
    assert after != before
    assert kept.get(encrypted.url + "/health/live", timeout=10).status_code == 200
