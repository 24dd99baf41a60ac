"""Idempotency-Key: a request that is repeated gets the first answer again and has no second effect."""

import hashlib
import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from business import insert, new_phone
from expect import assert_problem


def post(business, key, body, path="/api/test-sms"):
    """Bodies are compared byte for byte, so they are written here."""
    return business.post(path, data=json.dumps(body),
                         headers={"idempotency-key": key, "content-type": "application/json"})


@pytest.fixture
def body():
    return {"phone": new_phone(), "message": "Once"}


@pytest.fixture
def key():
    return str(uuid.uuid4())


def test_the_stored_answer_is_replayed(business, key, body):
    first, again = post(business, key, body), post(business, key, body)
    assert first.status_code == again.status_code == 202
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true" and "idempotent-replayed" not in first.headers
    assert business.count_of("messages") == 1


def test_another_body_under_the_same_key_is_refused(business, key, body):
    post(business, key, body)
    assert_problem(post(business, key, {**body, "message": "Twice"}), 422, "idempotency-key-reused")
    assert business.count_of("messages") == 1


def test_another_path_under_the_same_key_is_refused(business, key, body):
    post(business, key, body)
    answer = post(business, key, body, "/webhook/transaction-complete")
    assert_problem(answer, 422, "idempotency-key-reused")


def test_a_request_that_is_being_worked_on_is_not_begun_again(business, key, body):
    text = b"POST /api/test-sms?\n" + json.dumps(body).encode()
    insert("idempotent_answers", {"tenant_id": business.tenant, "key": key,
                                  "request_hash": hashlib.sha256(text).hexdigest()})
    answer = post(business, key, body)
    assert_problem(answer, 409, "idempotency-key-in-use")
    assert int(answer.headers["retry-after"]) >= 1
    assert business.count_of("messages") == 0


def test_ten_at_once_have_one_effect(business, key, body):
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: post(business, key, body), range(10)))
    assert {answer.status_code for answer in answers} <= {202, 409}
    [message] = {answer.json()["messageId"] for answer in answers if answer.status_code == 202}
    assert business.count_of("messages") == 1
    assert post(business, key, body).json()["messageId"] == message


def test_a_refusal_is_replayed_as_well(business, key):
    first, again = post(business, key, {"phone": "12"}), post(business, key, {"phone": "12"})
    assert first.status_code == again.status_code == 400
    assert again.headers["content-type"] == "application/problem+json"
    assert again.content == first.content and again.headers["idempotent-replayed"] == "true"


def test_keys_of_two_businesses_do_not_meet(open_business, key, body):
    one, other = open_business(), open_business()
    assert post(one, key, body).json()["messageId"] != post(other, key, body).json()["messageId"]


@pytest.mark.parametrize("bad", ["x" * 256, "a bell \x07"], ids=["too long", "a control character"])
def test_a_key_that_is_none_is_refused(business, bad, body):
    assert_problem(post(business, bad, body), 400)
    assert business.count_of("messages") == 0
