"""The same transaction posted twice, by whatever accident, is one message."""

from concurrent.futures import ThreadPoolExecutor

from provider import texts


def test_a_repeat_is_answered_like_the_first_and_says_so(open_business):
    business = open_business(delay_hours=2)
    transaction = business.transaction(customerName="first")
    first = business.post("/webhook/transaction-complete", transaction).json()
    again = business.post("/webhook/transaction-complete", {**transaction, "customerName": "second"})
    assert again.status_code == 200
    repeat = again.json()
    assert first["duplicate"] is False and repeat["duplicate"] is True
    for member in ("success", "transactionId", "smsStatus", "scheduledFor", "messageId"):
        assert repeat[member] == first[member]
    assert business.record(first["messageId"])["customerName"] == "first", "what was told first stays"
    assert business.count_of("messages") == 1


def test_twenty_posts_at_once_are_one_message(business):
    transaction = business.transaction()
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(
            lambda _: business.post("/webhook/transaction-complete", transaction), range(20)))
    assert [answer.status_code for answer in answers] == [200] * 20
    receipts = [answer.json() for answer in answers]
    assert sum(not receipt["duplicate"] for receipt in receipts) == 1
    [message] = {receipt["messageId"] for receipt in receipts}
    business.await_status(message, "delivered")
    assert business.count_of("messages") == business.count_of("transactions") == len(texts(message)) == 1


def test_batches_with_the_same_transactions_at_once_store_each_once(open_business):
    business = open_business(delay_hours=2)
    transactions = [business.transaction() for _ in range(50)]
    orders = [transactions, transactions[::-1], transactions[25:] + transactions[:25]] * 3
    with ThreadPoolExecutor(9) as threads:
        answers = list(threads.map(
            lambda order: business.post("/webhook/transactions", {"transactions": order}), orders))
    assert [answer.status_code for answer in answers] == [200] * 9
    assert sum(answer.json()["accepted"] for answer in answers) == 50
    assert sum(answer.json()["duplicates"] for answer in answers) == 400
    assert business.count_of("messages") == 50


def test_two_businesses_may_use_the_same_identifier(open_business):
    one, other = open_business(delay_hours=2), open_business(delay_hours=2)
    receipts = [business.send(transactionId="T-1") for business in (one, other)]
    assert [receipt["duplicate"] for receipt in receipts] == [False, False]
    assert receipts[0]["messageId"] != receipts[1]["messageId"]
