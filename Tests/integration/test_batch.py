"""Up to 500 transactions in one call; each is taken or refused for itself."""

import pytest

from expect import assert_problem


@pytest.fixture
def business(open_business):
    return open_business(delay_hours=2)


def post(business, transactions):
    return business.post("/webhook/transactions", {"transactions": transactions})


def test_bad_ones_do_not_hold_up_the_others(business):
    transactions = [business.transaction() for _ in range(500)]
    transactions[3] = {"transactionId": "", "customerPhone": "12"}
    transactions[70] = "not an object"
    transactions[499] = business.transaction(amount="1e400")
    answer = post(business, transactions)
    assert answer.status_code == 200
    summary = answer.json()
    assert (summary["accepted"], summary["duplicates"], summary["rejected"]) == (497, 0, 3)
    assert summary["success"] is False
    results = summary["results"]
    assert [result["index"] for result in results] == list(range(500))
    refused = {result["index"]: result["errors"] for result in results if "errors" in result}
    assert {index: [error["field"] for error in errors] for index, errors in refused.items()} == {
        3: ["transactionId", "customerPhone"], 70: [""], 499: ["amount"]}
    for transaction, result in zip(transactions, results):
        if "errors" not in result:
            assert result["transactionId"] == transaction["transactionId"] and result["duplicate"] is False
    assert business.count_of("messages") == 497


def test_a_repeat_within_one_batch_is_a_duplicate(business):
    transaction = business.transaction()
    summary = post(business, [transaction, transaction]).json()
    assert (summary["accepted"], summary["duplicates"], summary["success"]) == (1, 1, True)
    first, second = summary["results"]
    assert first["messageId"] == second["messageId"]
    assert (first["duplicate"], second["duplicate"]) == (False, True)


def test_a_batch_posted_twice_stores_nothing_more(business):
    transactions = [business.transaction() for _ in range(20)]
    first, again = post(business, transactions).json(), post(business, transactions).json()
    assert (again["accepted"], again["duplicates"]) == (0, 20)
    assert [r["messageId"] for r in again["results"]] == [r["messageId"] for r in first["results"]]


@pytest.mark.parametrize("transactions", [[], [{}] * 501, None, "all", 7, {"0": {}}], ids=lambda t: str(t)[:12])
def test_what_is_not_1_to_500_transactions_is_refused(business, transactions):
    assert_problem(post(business, transactions), 400, "invalid-request", ["transactions"])
    assert business.count_of("transactions") == 0


def test_a_batch_larger_than_the_limit_in_bytes_is_refused(business):
    answer = post(business, [business.transaction(customerName="x" * 8000) for _ in range(400)])
    assert_problem(answer, 413, "body-too-large")
    assert business.count_of("transactions") == 0
