"""Runs the administrator's own program, which acts as the owner of the database, with what its manifest
says that it needs."""

import os
import sys

import release
import settings
from state import Failure


def run(words):
    chosen = release.current("admin")
    if chosen is None:
        raise Failure("Nothing is deployed here yet; run deploy/up first.")
    os.execve(chosen.binary, [str(chosen.binary), *words], settings.environment(chosen.manifest))


if __name__ == "__main__":
    try:
        run(sys.argv[1:])
    except Failure as failure:
        sys.exit(f"error: {failure}")
