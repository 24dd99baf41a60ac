"""The installation's key while it is replaced: the new one and the one before are both in .local/secrets,
and nowhere else, until nothing needs the old one."""

import sys

from state import Values, generated_secrets, new_secrets_key


def begin():
    """A new key beside the old one, unless a replacement is under way already."""
    kept = generated_secrets()
    if kept.get("SECRETS_KEY_PREVIOUS") is None:
        kept.set(SECRETS_KEY=new_secrets_key(), SECRETS_KEY_PREVIOUS=kept.get("SECRETS_KEY"))
    else:
        print("note: one was under way; it goes on")


def end():
    Values("secrets").set(SECRETS_KEY_PREVIOUS=None)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["begin"]:
            begin()
        case ["end"]:
            end()
