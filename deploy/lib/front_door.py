"""Asks the system through its own front door, as everybody else does, but always on this machine."""

import http.client
import ssl
import sys
import time

import tls
from state import Values

PATIENCE_SECONDS = 30


def request(method, path, body=None, headers=None, seconds=10):
    """The status and the text. Raises OSError or HTTPException when nobody answers."""
    return answer(connection(seconds), method, path, body, headers)


def answer(peer, method, path, body=None, headers=None):
    """What one request to a server is answered; the connection is closed after it."""
    try:
        peer.request(method, path, body, headers or {})
        answered = peer.getresponse()
        return answered.status, answered.read()
    finally:
        peer.close()


def connection(seconds):
    settings = Values("settings")
    host = settings.get("LISTEN", "127.0.0.1")
    host, port = "127.0.0.1" if host == "0.0.0.0" else host, int(settings.get("PORT"))
    if not tls.is_on():
        return http.client.HTTPConnection(host, port, timeout=seconds)
    return http.client.HTTPSConnection(host, port, timeout=seconds, context=pinned())


def pinned():
    """Believes the very certificate that the gateway was given, whatever name it is for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(tls.certificate())
    return context


def await_ready():
    """Whether everything is well within the time; what is not is printed."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            status, text = request("GET", "/health/ready", seconds=5)
        except (OSError, http.client.HTTPException) as error:
            status, text = None, str(error).encode()
        if status == 200:
            return True
        if time.monotonic() > deadline:
            print(f"error: /health/ready is not content: {text.decode(errors='replace')}")
            return False
        time.sleep(0.2)


def configure(text):
    key = Values("secrets").get("API_KEY")
    status, words = request(
        "POST", "/api/config", text, {"x-api-key": key, "content-type": "application/json"})
    if status != 200:
        print(f"error: /api/config answers {status}: {words.decode(errors='replace')}")
    return status == 200


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["await-ready"]:
            sys.exit(0 if await_ready() else 1)
        case ["configure", text]:
            sys.exit(0 if configure(text) else 1)
