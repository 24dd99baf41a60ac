"""The report: its figures as JSON, and the same as a PDF that is parsed for real (poppler)."""

import concurrent.futures
import datetime
import re
import subprocess
from pathlib import Path

import pytest

from system import processes, rows, value

NAMES = ["Müller & Söhne", "شركة النخبة للسيارات", "מוטורס תל אביב", "東京モーターズ株式会社", "दिल्ली मोटर्स", "Автосалон «Восход»",
         "한국 자동차", "Ελληνικά Αυτοκίνητα", "Bob's 🚗 Garage", "<script>alert(1)</script>"]


@pytest.fixture
def business(open_business):
    return open_business(delay_hours=2)


def fill(business, day="2026-11-11", names=("North",), each=12, failed=2, code="30003"):
    """Puts messages of a day into the rows, as if they had been sent then."""
    for name in names:
        rows("""
            WITH house AS (
                INSERT INTO dealerships (tenant_id, name) VALUES (%(tenant)s, %(name)s)
                ON CONFLICT (tenant_id, name) DO UPDATE SET name = EXCLUDED.name RETURNING id
            ), drawn AS (
                SELECT gen_random_uuid() AS id, n, house.id AS dealership FROM house, generate_series(1, %(each)s) n
            ), transactions AS (
                INSERT INTO transactions (id, tenant_id, external_id, customer_phone, dealership_id, received_at)
                SELECT id, %(tenant)s, id::text, '+15005551234', dealership, %(day)s::timestamp FROM drawn
            )
            INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient, dealership_id, received_at, due_at,
                                  due_hour, error_code, attempt_count)
            SELECT gen_random_uuid(), %(tenant)s, id, 'transaction',
                   CASE WHEN n <= %(failed)s THEN 'failed' ELSE 'delivered' END::message_status, '+15005551234', dealership,
                   %(day)s::timestamp, %(day)s::timestamp, %(day)s::timestamp,
                   CASE WHEN n <= %(failed)s THEN %(code)s END, 1
              FROM drawn""", tenant=business.tenant, name=name, day=f"{day} 10:00", each=each, failed=failed, code=code)


WEEK = {"from": "2026-11-09", "to": "2026-11-15"}


@pytest.fixture
def pdf(business, tmp_path):
    """Downloads a report; the file."""
    def download(**parameters):
        answer = business.get("/api/report.pdf", params=parameters or WEEK)
        assert answer.status_code == 200, answer.text
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.pdf"
        file.write_bytes(answer.content)
        return file
    return download


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def text(file):
    """The text of all pages, with the marks of direction left out that poppler puts around it."""
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "", run("pdftotext", "-layout", file, "-"))


def info(file):
    return dict(re.split(r":\s+", line, maxsplit=1) for line in run("pdfinfo", file).splitlines() if re.search(r":\s", line))


# The figures


def test_a_week_is_compared_with_the_week_before(business):
    fill(business, "2026-11-11", each=20, failed=2)
    fill(business, "2026-11-04", each=10, failed=5)
    report = business.read("/api/report", **WEEK)
    assert (report["total"]["total"], report["total"]["failed"]) == (20, 2)
    assert report["previousDays"] == {"from": "2026-11-02", "to": "2026-11-08"}
    assert (report["previousTotal"]["total"], report["previousTotal"]["failed"]) == (10, 5)
    assert [day["date"] for day in report["daily"]] == [f"2026-11-{day:02}" for day in range(9, 16)]
    assert [day["total"] for day in report["daily"]] == [0, 0, 20, 0, 0, 0, 0]
    [error] = report["errors"]
    assert (error["code"], error["now"], error["before"]) == ("30003", 2, 5)
    assert error["meaning"] and error["advice"]
    [north] = report["dealerships"]
    assert north["deliveryRate"] == 90 and north["rateInterval"][0] < 90 < north["rateInterval"][1]
    assert {"name": "Sent", "value": "18", "change": {"text": "+260\u202f%", "tone": "even"}} in report["highlights"]


def test_a_business_without_a_name_has_a_report_all_the_same(business, pdf):
    rows("UPDATE tenants SET name = 'Default' WHERE id = %(tenant)s", tenant=business.tenant)
    assert business.read("/api/report", **WEEK)["business"] == ""
    assert text(pdf()).lstrip().startswith("Weekly report on text messages")
    business.post("/api/business", {"displayName": "Sunrise Motors"})
    assert business.read("/api/report", **WEEK)["business"] == "Sunrise Motors"


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_first_page_is_filled(business, pdf, paper):
    fill(business, names=("North", "South", "West"))
    page = run("pdftotext", "-f", "1", "-l", "1", "-bbox", pdf(**WEEK, paper=paper), "-")
    height = float(re.search(r'<page [^>]*height="([\d.]+)"', page)[1])
    lowest = max(y for y in map(float, re.findall(r'yMax="([\d.]+)"', page)) if y < height - 60)
    assert "Delivery" in page and height - lowest < 100


def test_the_last_week_and_month_are_complete(business):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    week, month = business.read("/api/report"), business.read("/api/report", period="month")
    monday = today - datetime.timedelta(days=today.weekday())
    assert week["days"]["to"] == str(monday - datetime.timedelta(days=1))
    last = today.replace(day=1) - datetime.timedelta(days=1)
    assert month["days"] == {"from": str(last.replace(day=1)), "to": str(last)}


def test_days_are_those_of_the_business(business):
    rows("UPDATE tenants SET time_zone = 'Pacific/Kiritimati' WHERE id = %(tenant)s", tenant=business.tenant)
    report = business.read("/api/report", period="month")
    local = value("SELECT (date_trunc('month', now() AT TIME ZONE 'Pacific/Kiritimati') - interval '1 day')::date::text")
    assert report["days"]["to"] == local and report["timeZone"] == "Pacific/Kiritimati"


@pytest.mark.parametrize("parameters, field", [
    ({"from": "2026-11-09"}, "to"), ({"to": "2026-11-09"}, "from"), ({"from": "2026-11-09", "to": "2026-11-08"}, "to"),
    ({"from": "2025-01-01", "to": "2026-11-08"}, "to"), ({"from": "2026-02-30", "to": "2026-03-01"}, "from"),
    ({"period": "year"}, "period"), ({"paper": "a3"}, "paper")])
def test_what_cannot_be_is_refused(business, parameters, field):
    answer = business.get("/api/report.pdf", params=parameters)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_another_business_sees_nothing_of_it(business, open_business):
    fill(business)
    assert open_business().read("/api/report", **WEEK)["total"]["total"] == 0


# The file


def test_it_says_what_it_is(business, pdf):
    fill(business)
    answer = business.get("/api/report.pdf", params=WEEK)
    assert answer.headers["content-type"] == "application/pdf"
    assert f'filename="integration-test-{business.run}-2026-11-09-to-2026-11-15.pdf"' in answer.headers["content-disposition"]
    found = info(pdf())
    assert found["Title"] == f"integration test {business.run}: 9–15 November 2026"
    assert found["Author"] == f"integration test {business.run}" and found["Creator"] == "SMS Tracker"
    assert found["Page size"].startswith("595.28 x 841.89") and found["CreationDate"]
    assert info(pdf(**WEEK, paper="letter"))["Page size"].startswith("612 x 792")


def test_its_figures_are_those_of_the_json(business, pdf):
    fill(business, each=1234, failed=34)
    found = text(pdf())
    words = " ".join(found.split())
    for highlight in business.read("/api/report", **WEEK)["highlights"]:
        # Which space comes back from a page is the font's affair.
        assert highlight["name"] in words and " ".join(highlight["value"].split()) in words
    assert "Unreachable destination handset" in found and "30003" in found


def test_names_of_any_script_can_be_read_back(business, pdf):
    fill(business, names=NAMES)
    found = text(pdf())
    missing = [name for name in NAMES if name not in found]
    assert missing == []


def test_all_fonts_are_in_the_file(business, pdf):
    fill(business, names=NAMES)
    lines = run("pdffonts", pdf()).splitlines()[2:]
    assert lines and all(re.search(r"\byes yes yes\b", line) for line in lines)
    assert "NotoSans" in "".join(lines)


def test_a_long_table_goes_on_with_its_header_on_each_page(business, pdf):
    fill(business, names=[f"House {n:03}" for n in range(150)], each=2, failed=0)
    file = pdf()
    count = int(info(file)["Pages"])
    assert count >= 5
    tables = 0
    for page in range(1, count + 1):
        found = run("pdftotext", "-layout", "-f", str(page), "-l", str(page), file, "-")
        assert f"Page {page} of {count}" in found
        listed = len(re.findall(r"House \d{3}", found))
        if listed > 12:
            tables += 1
            assert "Delivery rate" in found and "Before" in found
    assert tables >= 3
    assert len(set(re.findall(r"House \d{3}", text(file)))) == 150


def test_it_can_be_drawn(business, pdf, tmp_path):
    fill(business, names=NAMES)
    run("pdftoppm", "-r", "40", "-png", pdf(), tmp_path / "page")
    assert all(page.stat().st_size > 2000 for page in tmp_path.glob("page*.png"))


def test_the_business_is_shown_as_it_shows_itself(business, pdf):
    rows("INSERT INTO brandings (tenant_id, display_name, colour) VALUES (%(tenant)s, 'Groupe Étoile', '#f5c400')",
         tenant=business.tenant)
    found = text(pdf())
    rows("DELETE FROM brandings WHERE tenant_id = %(tenant)s", tenant=business.tenant)
    assert "Groupe Étoile" in found


def test_eight_at_a_time_are_all_alike(business):
    fill(business, names=NAMES)

    def download(_):
        answer = business.call("GET", "/api/report.pdf", params=WEEK)
        assert answer.status_code == 200
        # The moment of reading is in the file, and nothing else differs.
        return re.sub(rb"\(D:\d+[^)]*\)", b"", answer.content)

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        files = list(pool.map(download, range(24)))
    assert len({len(file) for file in files}) == 1 and all(file.rstrip().endswith(b"%%EOF") for file in files)


@pytest.mark.serial
def test_making_many_needs_no_more_memory(business):
    fill(business, names=NAMES, each=30)

    def resident():
        pids = [pid for name, pid in processes().items() if name.startswith("report.")]
        return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 for pid in pids)

    def make(count):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            assert set(pool.map(lambda _: business.get("/api/report.pdf", params=WEEK).status_code, range(count))) == {200}

    make(40)  # every thread has its fonts by then
    before = resident()
    make(80)
    assert resident() < before * 1.15 + 4e6
