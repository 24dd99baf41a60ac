"""How a business shows itself: name, colours, logo, zone and question."""

import re
import secrets
import struct
import zlib

import pytest
import requests

from expect import assert_problem
from system import address, value
from test_feedback import LINKS, TEMPLATE, message, visit  # noqa: F401 (a fixture)


def png(size=2):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + secrets.token_bytes(3 * size) for _ in range(size))  # nobody else's logo
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def put_logo(business, data, kind="image/png"):
    return business.call("PUT", "/api/business/logo", data=data, headers={"content-type": kind})


def test_what_is_saved_is_shown_and_told(business):
    before = business.read("/api/business")
    assert (before["displayName"], before["colour"], before["lowRating"], before["logo"]) == ("", "#2454d6", 3, None)
    answer = business.post("/api/business", {"displayName": "Zoë & Söhne", "colour": "#FFCC00", "lowRating": 2,
                                             "question": "How did we do?", "timeZone": "America/New_York", "defaultRegion": "gb"})
    assert answer.status_code == 200, answer.text
    assert sorted(answer.json()["changed"]) == ["colour", "defaultRegion", "displayName", "lowRating", "question", "timeZone"]
    after = business.read("/api/business")
    assert after == answer.json()["business"]
    assert (after["colour"], after["textOnColour"], after["defaultRegion"]) == ("#ffcc00", "#111827", "GB")
    assert after["contrast"] >= 4.5
    assert value("SELECT time_zone FROM tenants WHERE id = %(id)s", id=business.tenant) == "America/New_York"
    assert business.post("/api/business", {"displayName": "", "question": ""}).json()["business"]["question"] == ""


@pytest.mark.parametrize("field, wrong", [
    ("colour", "red"), ("colour", "#12345"), ("colour", "123456"), ("background", "#12345g"), ("displayName", "x" * 81),
    ("question", "x" * 201), ("lowRating", 5), ("lowRating", -1), ("timeZone", "Mars/Olympus"), ("defaultRegion", "XX"),
    ("language", "english"), ("colour", "#123456;}body{display:none"),
])
def test_what_is_wrong_is_named(business, field, wrong):
    assert_problem(business.post("/api/business", {field: wrong}), 400, fields=[field])
    assert business.read("/api/business")[field] != wrong


@pytest.mark.parametrize("start, kind", [
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
], ids=["png", "jpeg", "webp"])
def test_a_logo_is_what_its_bytes_say_and_served_as_that(business, start, kind):
    data = start + secrets.token_bytes(40)
    answer = put_logo(business, data, kind="text/html")
    assert answer.status_code == 200, answer.text
    logo = answer.json()["logo"]
    assert (logo["mediaType"], logo["bytes"]) == (kind, len(data))
    served = requests.get(address("BASE_URL") + logo["url"], timeout=30)
    assert served.content == data and served.headers["content-type"] == kind
    assert served.headers["x-content-type-options"] == "nosniff" and "immutable" in served.headers["cache-control"]
    assert business.call("DELETE", "/api/business/logo").json()["logo"] is None
    assert_problem(requests.get(address("BASE_URL") + logo["url"], timeout=30), 404)


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"GIF89a" + b"\0" * 30,
                                  b"<!doctype html>", b"\x89PNG", b"RIFF\x24\0\0\0WAVEfmt "],
                         ids=["nothing", "svg", "gif", "page", "cut", "sound"])
def test_what_is_no_picture_is_refused(business, data):
    assert_problem(put_logo(business, data), 415, code="not-a-picture")
    assert business.read("/api/business")["logo"] is None


def test_a_logo_may_not_be_large(business):
    assert_problem(put_logo(business, png() + b"\0" * (200 * 1024)), 413)
    picture = png()
    assert put_logo(business, picture + b"\0" * (200 * 1024 - len(picture))).status_code == 200


def test_the_customers_page_wears_it(message, open_business):  # noqa: F811
    business = open_business(message_template=TEMPLATE, short_links=True, **LINKS)
    business.post("/api/business", {"displayName": "<b>Group</b>", "colour": "#ffcc00", "background": "#102030",
                                    "question": "Was {dealership_name} good to you?"})
    put_logo(business, png())
    text = visit(message(business)["feedback"]).text
    assert "&lt;b&gt;Group&lt;/b&gt;" in text and "Was Sunrise Motors good to you?" in text
    assert '<img src="/brand/logos/' in text and 'href="/brand/colours/ffcc00-102030"' in text
    sheet = requests.get(address("BASE_URL") + "/brand/colours/ffcc00-102030", timeout=30)
    assert sheet.headers["content-type"].startswith("text/css")
    assert "--on-brand:#111827" in sheet.text and "--on-page:#ffffff" in sheet.text
    assert re.search(r"--brand-ink:#(?!ffcc00)", sheet.text), "yellow on white could not be read"


@pytest.mark.parametrize("colours", ["red-blue", "123456", "12345g-ffffff", "ffffff-ffffff-ffffff", "%7D*%7B-ffffff"])
def test_only_colours_make_a_style_sheet(colours):
    assert_problem(requests.get(f"{address('BASE_URL')}/brand/colours/{colours}", timeout=30), 404)


def test_one_business_does_not_change_another(open_business):
    mine, theirs = open_business(), open_business()
    mine.post("/api/business", {"displayName": "Mine"})
    put_logo(mine, png())
    assert theirs.read("/api/business")["displayName"] == "" and theirs.read("/api/business")["logo"] is None
    reader = requests.post(address("BASE_URL") + "/api/business", json={"displayName": "x"}, timeout=30,
                           headers={"x-api-key": mine.add_key(["settings:read"])})
    assert_problem(reader, 403)
