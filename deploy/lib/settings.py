"""What each function finds in its environment, and what outlives the command that chose it.

Values come from three places, the first that knows one wins: what an administrator gave to
`deploy/up` (kept in .local/settings), what this installation made up (.local/secrets), and where
things are.
"""

import os
import sys

import tls
from state import RUN, STATE, Failure, Values, generated_secrets

CREDENTIALS = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")
PROVIDER = CREDENTIALS + (
    "TWILIO_API_BASE", "TWILIO_FROM", "TWILIO_MESSAGING_SERVICE_SID", "PUBLIC_URL")
# Never taken from the caller's shell, which may have sourced .local/env.
OURS = {"DATABASE_URL", "DEPLOYED_FILE", "EVENTS_SOCKET", "METRICS_DIR", "SANDBOX_DIR", "SECRETS_KEY",
        "SECRETS_KEY_PREVIOUS", "TRUSTED_CERTIFICATES", *PROVIDER}


def uses_sandbox():
    return Values("settings").get("TWILIO_ACCOUNT_SID") is None


def base_url():
    """Where people find this installation. With a certificate that others vouch for only its name will do."""
    settings = Values("settings")
    if tls.is_on() and not tls.is_own() and settings.get("PUBLIC_URL"):
        return settings.get("PUBLIC_URL")
    listen = settings.get("LISTEN", "127.0.0.1")
    host = "127.0.0.1" if listen == "0.0.0.0" else listen
    return f"http{'s' if tls.is_on() else ''}://{host}:{settings.get('PORT')}"


def sandbox_url():
    return f"http://127.0.0.1:{Values('settings').get('SANDBOX_PORT')}"


def database_url(role):
    """The address for programs of a role; functions log in as one that acts for callers of both kinds."""
    login = {"function": "app"}.get(role, role)
    password = generated_secrets().get(f"DATABASE_PASSWORD_{login.upper()}")
    return f"postgresql://sms_{login}:{password}@/sms?host={RUN}/postgres"


def known():
    """Every variable that a function may ask for, except DATABASE_URL, which depends on its role."""
    values = {
        "PUBLIC_URL": base_url(),
        "EVENTS_SOCKET": f"{RUN}/events/publish.sock",
        "METRICS_DIR": f"{STATE}/metrics",
        "ARCHIVES_DIR": f"{STATE}/archives",
        "DEPLOYED_FILE": f"{STATE}/deployed.json",
        "SANDBOX_DIR": f"{STATE}/sandbox",
        "SECRETS_KEY": generated_secrets().get("SECRETS_KEY"),
    }
    if previous := generated_secrets().get("SECRETS_KEY_PREVIOUS"):
        values["SECRETS_KEY_PREVIOUS"] = previous
    if tls.is_on() and tls.is_own():
        values["TRUSTED_CERTIFICATES"] = str(tls.trusted_folder())
    if uses_sandbox():
        made = generated_secrets()
        values |= {
            # Nobody sleeps in a sandbox; a business may still choose to keep quiet hours there.
            "QUIET_HOURS": "off",
            "TWILIO_ACCOUNT_SID": made.get("SANDBOX_ACCOUNT_SID"),
            "TWILIO_AUTH_TOKEN": made.get("SANDBOX_AUTH_TOKEN"),
            "TWILIO_API_BASE": sandbox_url(),
            "TWILIO_FROM": "+15005550006",
        }
    chosen = {k: v for k, v in Values("settings").values.items() if k not in ("PORT", "SANDBOX_PORT", "LISTEN")}
    return values | chosen


def environment(manifest):
    """The variables that the manifest names, and no other."""
    values = known()
    if manifest.get("databaseRole"):
        values["DATABASE_URL"] = database_url(manifest["databaseRole"])
    wanted = manifest.get("environment", [])
    missing = [w["name"] for w in wanted if w.get("required") and w["name"] not in values]
    if missing:
        raise Failure(
            f"{manifest['name']} needs {', '.join(missing)}: give it to deploy/up in the environment.")
    return {w["name"]: values[w["name"]] for w in wanted if w["name"] in values}


def remember_provider(to_sandbox):
    """Keeps a provider account given in the environment; later commands need not be given it again."""
    settings = Values("settings")
    given = {name: os.environ[name] for name in PROVIDER if os.environ.get(name)}
    is_account = all(name in given for name in CREDENTIALS)
    if to_sandbox:
        settings.set(**dict.fromkeys(PROVIDER))
    elif is_account and given["TWILIO_ACCOUNT_SID"] != generated_secrets().get("SANDBOX_ACCOUNT_SID"):
        settings.set(**{**dict.fromkeys(PROVIDER), **given})


def remember_tuning(manifests):
    """Keeps variables such as DISPATCH_CONCURRENCY that the environment holds and a function knows."""
    names = {w["name"] for manifest in manifests for w in manifest.get("environment", [])} - OURS
    given = {name: os.environ[name] for name in names if name in os.environ}
    if given:
        Values("settings").set(**given)


def env_file():
    """The text of .local/env. No value needs quoting, so shells and simple parsers both read it."""
    made, values = generated_secrets(), known()
    lines = {
        "BASE_URL": base_url(),
        "API_KEY": made.get("API_KEY", ""),
        "ADMIN_EMAIL": "admin@example.com",
        "ADMIN_PASSWORD": made.get("ADMIN_PASSWORD"),
        "DATABASE_URL": database_url("owner"),
        "SANDBOX_URL": sandbox_url() if uses_sandbox() else "",
        "TWILIO_ACCOUNT_SID": values["TWILIO_ACCOUNT_SID"],
        "TWILIO_AUTH_TOKEN": values["TWILIO_AUTH_TOKEN"],
        "TWILIO_API_BASE": values.get("TWILIO_API_BASE", "https://api.twilio.com"),
        "PUBLIC_URL": values["PUBLIC_URL"],
        "CA_FILE": tls.certificate() if tls.is_on() and tls.is_own() else "",
        "SMTP_URL": values.get("SMTP_URL", ""),
    }
    return "".join(f"{name}={value}\n" for name, value in lines.items())


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["secrets"]:
            generated_secrets()
        case ["provider", *options]:
            remember_provider(to_sandbox="--sandbox" in options)
        case ["get", name]:
            print(Values("settings").get(name, ""))
        case ["set", name, value]:
            Values("settings").set(**{name: value or None})
        case ["set-secret", name]:
            generated_secrets().set(**{name: sys.stdin.read().strip()})
        case ["base-url"]:
            print(base_url())
        case ["uses-sandbox"]:
            sys.exit(0 if uses_sandbox() else 1)
        case ["env"]:
            print(env_file(), end="")
