"""The addresses of all pages: the folders of the site that have one."""

from pathlib import Path

SITE = Path(__file__).resolve().parents[2] / "nginx" / "site"


def pages():
    return sorted("/" + str(file.parent.relative_to(SITE)).removeprefix(".") for file in SITE.rglob("index.html"))
