"""The addresses of all pages: the folders of the site that have one."""

from pathlib import Path

SITE = Path(__file__).resolve().parents[2] / "nginx" / "site"


def pages():
    """Those that one must be logged in for."""
    return addresses(is_door=False)


def doors():
    """Those that a link leads to whoever cannot log in yet."""
    return addresses(is_door=True)


def addresses(is_door):
    found = [file for file in SITE.rglob("index.html") if ('<main class="login"' in file.read_text()) == is_door]
    return sorted("/" + str(file.parent.relative_to(SITE)).removeprefix(".") for file in found)
