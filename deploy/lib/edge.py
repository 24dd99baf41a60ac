"""Who may come to the gateway, and with how many requests at once."""

import ipaddress
import os
import re
import sys

from state import Failure, Values

# Of one address; offices and CRMs with many connections stand behind one, too.
CONNECTIONS_DEFAULT = 500
ITSELF = ("127.0.0.0/8", "::1/128")


def networks(text):
    """Addresses and networks, parted by spaces or commas."""
    try:
        return [str(ipaddress.ip_network(word, strict=False)) for word in re.split(r"[\s,]+", text) if word]
    except ValueError as error:
        raise Failure(f"This is no network: {error}") from error


def number(text):
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise Failure(f"CONNECTIONS_PER_ADDRESS is a whole number from 1 to 999999, not \"{text}\".")
    return int(text)


KNOWN = {"ALLOWED_NETWORKS": networks, "TRUSTED_PROXIES": networks, "CONNECTIONS_PER_ADDRESS": number}


def remember():
    """Keeps what the environment says; a variable that is there and empty is forgotten."""
    given = {name: os.environ[name].strip() for name in KNOWN if name in os.environ}
    for name, text in given.items():
        if text:
            KNOWN[name](text)
    Values("settings").set(**{name: " ".join(text.split()) or None for name, text in given.items()})


def connections():
    return number(Values("settings").get("CONNECTIONS_PER_ADDRESS", str(CONNECTIONS_DEFAULT)))


def proxies():
    """Whose word on the caller's address is believed."""
    trusted = networks(Values("settings").get("TRUSTED_PROXIES", ""))
    lines = [f"    set_real_ip_from {network};" for network in trusted]
    return "\n".join([*lines, "    real_ip_header X-Forwarded-For;", "    real_ip_recursive on;"]) if lines else ""


def guard():
    """For the locations of the dashboard and the API: one line, or nothing where everybody may come."""
    settings = Values("settings")
    allowed = networks(settings.get("ALLOWED_NETWORKS", ""))
    if not allowed:
        return ""
    # This machine asks itself whether it is well, from the address that it listens on.
    own = [*ITSELF, settings.get("LISTEN", "127.0.0.1")]
    return "".join(f"allow {network}; " for network in dict.fromkeys([*own, *allowed])) + "deny all; "


def is_for_everybody(path, routes):
    """What CRMs, providers and customers ask for; they come from anywhere."""
    if path.startswith(("/webhook/", "/health")):
        return True
    rules = {route["access"]["rule"] for route in routes}
    return rules <= {"anyone", "signature"} and not path.startswith("/api/")


if __name__ == "__main__":
    try:
        match sys.argv[1:]:
            case ["remember"]:
                remember()
    except Failure as failure:
        sys.exit(f"error: {failure}")
