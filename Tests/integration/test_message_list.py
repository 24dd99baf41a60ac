"""The log: newest first, page by page in both directions, narrowed by filters."""

import datetime

import pytest

COUNT = 60


@pytest.fixture
def log(business):
    """Sixty messages, several of the same moment; their ids, newest first."""
    start = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
    dealership = business.rows(
        "INSERT INTO dealerships (tenant_id, name) VALUES (%(tenant)s, 'Sunrise, Inc.') RETURNING id")[0]["id"]
    added = []
    for number in range(COUNT):
        moment = start + datetime.timedelta(minutes=number // 3)
        message = business.add_message(
            ["delivered", "failed", "sent"][number % 3], transaction_id=f"L-{number}", received_at=moment,
            dealership_id=dealership if number % 2 else None, recipient=f"+1500555{4000 + number % 4}")
        added.append((moment, message))
    return [message for _, message in sorted(added, reverse=True)]


def forwards(business, **parameters):
    """All pages from the newest on."""
    page = business.read("/api/messages", **parameters)
    pages = [page]
    while page["nextCursor"]:
        page = business.read("/api/messages", cursor=page["nextCursor"], **parameters)
        pages.append(page)
    return pages


def ids(page):
    return [message["id"] for message in page["messages"]]


@pytest.mark.parametrize("limit", [1, 7, 20, 59, 60, 61])
def test_every_message_is_on_exactly_one_page(business, log, limit):
    pages = forwards(business, limit=limit)
    assert [message for page in pages for message in ids(page)] == log
    assert all(len(page["messages"]) == limit for page in pages[:-1])
    assert pages[0]["previousCursor"] is None and pages[-1]["nextCursor"] is None


def test_the_way_back_shows_the_same_pages(business, log):
    pages = forwards(business, limit=7)
    page, back = pages[-1], []
    while page["previousCursor"]:
        page = business.read("/api/messages", limit=7, cursor=page["previousCursor"])
        back.append(ids(page))
    assert back == [ids(earlier) for earlier in pages[-2::-1]]


def test_a_message_that_arrives_meanwhile_moves_no_page(business, log):
    first = business.read("/api/messages", limit=10)
    business.add_message("delivered")
    second = business.read("/api/messages", limit=10, cursor=first["nextCursor"])
    assert ids(first) + ids(second) == log[:20]


@pytest.mark.parametrize("filters, wanted", [
    ({"status": "failed"}, lambda n: n % 3 == 1),
    ({"status": "failed,sent"}, lambda n: n % 3 != 0),
    ({"status": ["delivered", "sent"]}, lambda n: n % 3 != 1),
    ({"status": "cancelled"}, lambda n: False),
    ({"dealership": "Sunrise, Inc."}, lambda n: n % 2 == 1),
    ({"dealership": "nobody"}, lambda n: False),
    ({"phone": "+15005554002"}, lambda n: n % 4 == 2),
    ({"transactionId": "L-17"}, lambda n: n == 17),
    ({"from": "2026-03-01T00:05:00Z"}, lambda n: n >= 15),
    ({"to": "2026-03-01T00:05:00Z"}, lambda n: n < 15),
    ({"from": "2026-03-01T01:05:00+01:00", "to": "2026-03-01T00:06:00Z"}, lambda n: 15 <= n < 18),
    ({"status": "delivered", "dealership": "Sunrise, Inc.", "phone": "+15005554003", "from": "2026-03-01"},
     lambda n: n % 3 == 0 and n % 4 == 3),
], ids=lambda case: str(case) if isinstance(case, dict) else "")
def test_filters_narrow_every_page(business, log, filters, wanted):
    pages = forwards(business, limit=4, **filters)
    found = [message["transactionId"] for page in pages for message in page["messages"]]
    assert sorted(found) == sorted(f"L-{n}" for n in range(COUNT) if wanted(n))
    assert [i for page in pages for i in ids(page)] == [i for i in log if i in {i for page in pages for i in ids(page)}]
    assert all(page["total"] is None for page in pages), "with a filter nobody counts"


def test_the_total_is_told_without_a_filter(business, log):
    assert business.read("/api/messages", limit=1)["total"] == COUNT


def test_a_plus_sign_may_be_left_unencoded(business, log):
    answer = business.get("/api/messages?phone=+15005554002")
    assert len(answer.json()["messages"]) == 15


def test_numbered_pages_of_the_dashboard_show_the_same_log(business, log):
    pages = [business.read("/api/dashboard", page=page, limit=25) for page in (1, 2, 3)]
    assert [message for page in pages for message in ids(page)] == log
