"""The log: newest first, page by page in both directions, narrowed by filters."""

import datetime

import pytest

from expect import assert_problem
from system import wait_for

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
    assert {page["total"] for page in pages} <= {None, len(found)}, "what is counted is counted rightly"


def test_the_total_is_told_without_a_filter(business, log):
    assert business.read("/api/messages", limit=1)["total"] == COUNT


SORTS = {
    "received": lambda m: m["receivedAt"],
    "customer": lambda m: (m["customerName"] is None, (m["customerName"] or "").lower()),
    "dealership": lambda m: (m["dealershipName"] is None, m["dealershipName"] or ""),
    "status": lambda m: ["sent", "delivered", "failed"].index(m["status"]),
    "amount": lambda m: float(m["amount"]) if m["amount"] else -1,
    "cost": lambda m: float(m["price"]["amount"]) if m["price"] else -1,
}


@pytest.mark.parametrize("sort", SORTS)
def test_the_list_is_sorted_by_any_column_in_either_direction(business, log, sort):
    business.rows("UPDATE transactions SET customer_name = (ARRAY['bea', 'Ada', NULL, 'Cy'])[1 + ascii(right(external_id, 1)) %% 4], "
                  "amount_micros = ascii(right(external_id, 1)) %% 5 * 1000000, currency = 'USD' WHERE tenant_id = %(tenant)s RETURNING 1")
    business.rows("UPDATE messages SET price_micros = 7900 * (1 + attempt_count), price_currency = 'USD' "
                  "WHERE tenant_id = %(tenant)s AND status = 'sent' RETURNING 1")
    # What a transaction says never changes once it is stored; here it is looked at anew.
    business.rows("DELETE FROM message_search WHERE tenant_id = %(tenant)s RETURNING 1")
    business.rows("INSERT INTO search_queue (tenant_id, message_id) "
                  "SELECT tenant_id, id FROM messages WHERE tenant_id = %(tenant)s RETURNING 1")
    wait_for(lambda: not business.rows("SELECT 1 AS one FROM waiting_for_search() WHERE tenant_id = %(tenant)s"), of="the index")
    for direction in ("up", "down"):
        found = [m for page in forwards(business, limit=7, sort=sort, direction=direction) for m in page["messages"]]
        assert sorted(m["id"] for m in found) == sorted(log)
        keys = [SORTS[sort](m) for m in found]
        assert keys == sorted(keys, reverse=direction == "down")


def test_a_cursor_of_another_order_is_refused(business, log):
    page = business.read("/api/messages", limit=7, sort="customer")
    problem = assert_problem(business.get(f"/api/messages?sort=amount&cursor={page['nextCursor']}"), 400, "invalid-request")
    assert [error["field"] for error in problem["errors"]] == ["cursor"]
    assert_problem(business.get("/api/messages?sort=body"), 400, "invalid-request", ["sort"])
    assert_problem(business.get("/api/messages?direction=sideways"), 400, "invalid-request", ["direction"])


@pytest.mark.parametrize("typed", [
    "lovelace", "LOVE", "ada love", "love ada", "núñez", "nunez", "(415) 555-0142", "+1 415 555 0142", "14155550142",
    "4155550142", "0142", "555 0142", "find-me", "findme", "Cypress", "find me"])
def test_one_message_is_found_by_what_a_person_types(business, typed):
    for number in range(3):
        business.send(customerName=f"Someone {number}")
    wanted = business.send(transactionId=f"find-me-{business.run}", customerName="Ada Lovelace-Núñez",
                           customerPhone="+14155550142", dealershipName="Cypress Cars")["transactionId"]

    def found():
        return [message["transactionId"] for message in business.read("/api/messages", search=typed)["messages"]]

    assert found() == [wanted], "before it is searchable by an index"
    wait_for(lambda: not business.rows("SELECT 1 AS one FROM waiting_for_search() WHERE tenant_id = %(tenant)s"), of="the index")
    assert found() == [wanted], "and after"
    assert business.read("/api/messages", search=f"{typed} zzyzx")["messages"] == []


def test_what_was_written_to_a_customer_is_searched(business):
    business.send(customerName="Ada")
    assert len(business.read("/api/messages", search="visiting")["messages"]) in (0, 1)
    business.post("/api/test-sms", {"phone": "+15005551234", "message": "The blue pickup is ready"})
    for typed in ("pickup", "blue ready"):
        [message] = business.read("/api/messages", search=typed)["messages"]
        assert message["customerPhone"] == "+15005551234"


@pytest.mark.parametrize("typed", ["%", "_", "'", "\\", "~", "'; DROP TABLE messages; --", "%00", "\u202e", "a" * 100])
def test_odd_things_typed_find_nothing_and_break_nothing(business, typed):
    business.send(customerName="Ada", transactionId="T-odd")
    answer = business.get("/api/messages", params={"search": typed})
    assert answer.status_code in (200, 400)
    assert answer.status_code == 400 or answer.json()["messages"] == []


def test_menus_offer_what_occurs(business, log):
    business.rows("UPDATE messages SET error_code = '30003' WHERE tenant_id = %(tenant)s AND status = 'failed' RETURNING 1")
    choices = business.read("/api/messages/choices")
    assert choices["dealerships"] == ["Sunrise, Inc."]
    assert [error["code"] for error in choices["errorCodes"]] == ["30003"] and choices["errorCodes"][0]["meaning"]
    assert len(business.read("/api/messages", limit=200, errorCode="30003")["messages"]) == 20
    assert business.read("/api/messages", provider="nobody")["messages"] == []


def test_a_plus_sign_may_be_left_unencoded(business, log):
    answer = business.get("/api/messages?phone=+15005554002")
    assert len(answer.json()["messages"]) == 15


def test_numbered_pages_of_the_dashboard_show_the_same_log(business, log):
    pages = [business.read("/api/dashboard", page=page, limit=25) for page in (1, 2, 3)]
    assert [message for page in pages for message in ids(page)] == log
