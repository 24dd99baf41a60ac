"""A CRM that posts transactions, each to a number of its own, and remembers what it was answered."""

import itertools
import random
import threading
import time

from system import REFUSED_FOR_A_MOMENT, front_door, in_parallel

CONNECTIONS = 8


class Posting:
    """Transactions of one run. `answered` holds those that were answered 2xx."""

    def __init__(self, count, seed):
        self.run = f"{time.time_ns():x}"
        self.transactions = [self.transaction(number) for number in range(count)]
        self.random = random.Random(seed)
        self.answered = set()
        self.repeats = self.lost_answers = 0
        self.lock = threading.Lock()

    def transaction(self, number):
        # Area code 415 and the exchanges 200 to 999: numbers that can exist.
        phone = f"+1415{200 + number // 10_000 % 800:03d}{number % 10_000:04d}"
        return {
            "transactionId": f"fault-{self.run}-{number}", "customerPhone": phone,
            "customerName": f"Customer {number}", "dealershipName": f"Dealer {number % 7}",
            "amount": f"{number % 1000}.50",
        }

    @property
    def phones(self):
        return {t["customerPhone"]: t["transactionId"] for t in self.transactions}

    def post_all(self):
        self.post_some(self.transactions)

    def post_some(self, transactions):
        """Over several connections, one by one and in batches, each until it is answered 2xx."""
        queue = iter(self.chunks(transactions))

        def work(_):
            door = front_door()
            while True:
                with self.lock:
                    chunk = next(queue, None)
                if chunk is None:
                    return
                self.post(door, chunk)

        in_parallel(CONNECTIONS, work)

    def chunks(self, transactions):
        rest = iter(transactions)
        while chunk := list(itertools.islice(rest, self.random.choice([1, 1, 1, 1, 20, 100]))):
            yield chunk

    def post(self, door, chunk):
        path = "/webhook/transaction-complete" if len(chunk) == 1 else "/webhook/transactions"
        body = chunk[0] if len(chunk) == 1 else {"transactions": chunk}
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            answer = door.ask("POST", path, body)
            if answer and answer.is_success:
                return self.note(chunk, answer.json())
            assert answer is None or answer.status in REFUSED_FOR_A_MOMENT, (answer.status, answer.body[:500])
            with self.lock:
                self.lost_answers += 1
            time.sleep(0.1)
        raise AssertionError("A CRM was refused for two minutes")

    def note(self, chunk, answer):
        results = answer.get("results", [answer])
        assert len(results) == len(chunk) and all("errors" not in result for result in results), answer
        with self.lock:
            self.answered |= {t["transactionId"] for t in chunk}
            self.repeats += sum(1 for result in results if result.get("duplicate"))
