"""What customers write, the conversation it belongs to, and writing back."""

import uuid
from urllib.parse import quote

import pytest

from business import new_phone
from expect import assert_problem
from system import wait_for
from test_rules import answer


@pytest.fixture
def phone(business):
    """A customer who has had a message."""
    number = new_phone()
    business.await_status(
        business.send(customerPhone=number, customerName="Ada Lovelace", dealershipName="North")["messageId"],
        "delivered")
    return number


def path(number, rest=""):
    return f"/api/conversations/{quote(number, safe='')}{rest}"


def listed(business, **filters):
    return [one["number"] for one in business.read("/api/conversations", **filters)["conversations"]]


def test_a_conversation_has_both_sides_in_the_order_of_time(business, phone):
    answer(phone, "Great service!")
    sent = business.post(path(phone, "/reply"), {"body": "Thank you, {customer_name}."})
    assert sent.status_code == 202, sent.text
    business.await_status(sent.json()["messageId"], "delivered")
    shown = business.read(path(phone))
    assert shown["customer"] == {"number": phone, "customerName": "Ada Lovelace", "dealershipName": "North",
                                 "suppressions": [], "wrongNumber": False}
    assert [line["direction"] for line in shown["lines"]] == ["outbound", "inbound", "outbound"]
    first, said, reply = shown["lines"]
    assert said["body"] == "Great service!" and said["intent"] == "conversation"
    assert said["messageId"] == first["messageId"] and first["kind"] == "transaction"
    assert reply["body"] == "Thank you, Ada Lovelace." and (reply["kind"], reply["status"]) == ("reply", "delivered")
    page = business.read(path(phone), limit=1)
    assert page["lines"] == [reply]
    assert business.read(path(phone), limit=2, cursor=page["nextCursor"])["lines"] == [first, said]


def test_the_list_has_those_who_wrote_last_first(business):
    numbers = [new_phone() for _ in range(3)]
    for number in numbers:
        business.await_status(business.send(customerPhone=number)["messageId"], "delivered")
        answer(number, "Hello")
    assert listed(business) == numbers[::-1]
    page = business.read("/api/conversations", limit=2)
    assert page["previousCursor"] is None
    rest = business.read("/api/conversations", limit=2, cursor=page["nextCursor"])
    assert [one["number"] for one in rest["conversations"]] == [numbers[0]] and rest["nextCursor"] is None
    back = business.read("/api/conversations", limit=2, cursor=rest["previousCursor"])
    assert back["conversations"] == page["conversations"]
    last = page["conversations"][0]
    assert last["lastMessage"]["direction"] == "inbound" and last["lastMessage"]["body"] == "Hello"
    assert (last["inbound"], last["outbound"], last["unhandled"]) == (1, 1, 1)
    assert_problem(business.get("/api/conversations", params={"cursor": "x", "limit": 0, "unhandled": "perhaps"}), 400,
                   fields=["cursor", "limit", "unhandled"])


def test_the_list_is_searched_and_filtered(business, phone):
    answer(phone, "Why do you spam me?")
    assert listed(business, search="lovelace") == [phone] and listed(business, search=phone[3:9]) == [phone]
    assert listed(business, search="nobody") == []
    assert listed(business, needsReview="true") == listed(business, unhandled="true") == [phone]


def test_what_is_held_for_review_is_let_go_when_it_is_handled(business, phone):
    answer(phone, "Why do you spam me?")
    held = business.send(customerPhone=phone)["messageId"]
    wait_for(lambda: business.read("/api/parked")["reasons"] == {"review": 1}, of="the message being held")
    done = business.post(path(phone, "/handled"))
    assert done.status_code == 200, done.text
    assert (done.json()["changed"], done.json()["released"]) == (1, 1)
    business.await_status(held, "delivered")
    said = [line for line in business.read(path(phone))["lines"] if line["direction"] == "inbound"][0]
    assert said["handledBy"] and said["handledAt"] and not said["needsReview"]
    assert listed(business, unhandled="true") == []
    assert business.post(path(phone, "/handled"), {"handled": False}).json()["changed"] == 1
    assert listed(business, needsReview="true") == [phone]
    assert_problem(business.post(path(phone, "/handled"), {"handled": "perhaps"}), 400, fields=["handled"])


@pytest.mark.parametrize("words, reason", [("STOP", "opted_out"), ("Wrong number", "wrong_number")])
def test_a_suppressed_number_is_not_written_to(business, phone, words, reason):
    answer(phone, words)
    customer = business.read(path(phone))["customer"]
    assert customer["suppressions"] == [reason] and customer["wrongNumber"] is (reason == "wrong_number")
    count = business.count_of("messages")
    assert_problem(business.post(path(phone, "/reply"), {"body": "Please?"}), 409, "recipient-suppressed")
    assert business.count_of("messages") == count


def test_a_reply_is_sent_once(business, phone):
    key = {"Idempotency-Key": uuid.uuid4().hex}
    answers = [business.post(path(phone, "/reply"), {"body": "Hi"}, headers=key).json() for _ in range(2)]
    assert answers[0] == answers[1] and business.count_of("messages") == 2
    assert_problem(business.post(path(phone, "/reply"), {"body": "{nobody}"}), 400, fields=["body"])


def test_nobody_reads_another_business(business, open_business, phone):
    answer(phone, "Hello")
    another_business = open_business()
    for number in (phone, "+15005559999", "x" * 50, "nobody"):
        assert_problem(another_business.get(path(number)), 404)
        assert_problem(another_business.post(path(number, "/reply"), {"body": "Hi"}), 404)
        assert_problem(another_business.post(path(number, "/handled")), 404)
    assert listed(another_business) == []
    assert business.read(path(phone[1:]))["customer"]["number"] == phone, "the plus sign may be missing"
