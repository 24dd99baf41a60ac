"""A retry of many is a job with progress."""

from expect import assert_problem
from system import wait_for

MENDED = "+15005556789"


def failed(business, count, **columns):
    return [business.add_message("failed", recipient=MENDED, error_code="30003", **columns) for _ in range(count)]


def test_a_job_works_off_what_failed(business):
    messages = failed(business, 5)
    answer = business.post("/api/retry/bulk", {"job": True})
    assert answer.status_code == 202
    job = answer.json()["job"]
    assert job["total"] == 5 and job["createdBy"]

    def ended():
        found = business.read(f"/api/retry/jobs/{job['id']}")["job"]
        return found if found["state"] == "done" else None

    found = wait_for(ended, of="the job's end")
    assert (found["done"], found["failed"]) == (5, 0) and found["endedAt"]
    for message in messages:
        assert "retryRequested" in [line["kind"] for line in business.message(message)["timeline"]]
    assert [entry["id"] for entry in business.read("/api/retry/jobs")["jobs"]] == [job["id"]]
    assert_problem(business.post(f"/api/retry/jobs/{job['id']}/cancel"), 409, "job-ended")


def test_many_become_a_job_by_themselves(business):
    business.rows("INSERT INTO transactions (id, tenant_id, external_id, customer_phone, received_at) "
                  "SELECT gen_random_uuid(), %(tenant)s, 'many ' || n, '+15005556789', now() "
                  "FROM generate_series(1, 501) n")
    business.rows("INSERT INTO messages (id, tenant_id, transaction_id, kind, status, recipient, received_at, due_at, "
                  "due_hour) SELECT gen_random_uuid(), tenant_id, id, 'transaction', 'failed', customer_phone, now(), "
                  "now(), now() FROM transactions WHERE tenant_id = %(tenant)s")
    answer = business.post("/api/retry/bulk")
    assert answer.status_code == 202 and answer.json()["job"]["total"] == 501
    wait_for(lambda: business.read("/api/retry/jobs")["jobs"][0]["state"] == "done", of="the job's end")


def test_what_is_too_old_is_sent_when_a_person_asks_for_it(business):
    old = failed(business, 2, due_at="2026-01-01T00:00:00Z")
    business.post("/api/retry/bulk", {"job": True})
    for message in old:
        business.await_status(message, "delivered")


def test_a_retry_may_be_narrowed(business):
    failed(business, 2)
    other = business.add_message("failed", recipient=MENDED, error_code="30006")
    answer = business.post("/api/retry/bulk", {"errorCode": "30006", "status": "failed"})
    assert answer.json()["results"] == {"success": 1, "failed": 0}
    assert business.await_status(other, "delivered")
    assert business.post("/api/retry/bulk", {"provider": "nobody"}).json()["results"]["success"] == 0
    assert business.post("/api/retry/bulk", {"dealership": "nowhere"}).json()["results"]["success"] == 0
    assert_problem(business.post("/api/retry/bulk", {"status": "delivered", "job": "perhaps"}), 400,
                   fields=["status", "job"])


def test_chosen_messages_are_retried(business):
    one, two, three = failed(business, 3)
    answer = business.post("/api/retry/bulk", {"ids": [one, three], "job": True})
    job = answer.json()["job"]
    assert job["total"] == 2
    wait_for(lambda: business.read(f"/api/retry/jobs/{job['id']}")["job"]["state"] == "done", of="the job's end")
    kinds = {message: [line["kind"] for line in business.message(message)["timeline"]] for message in (one, two, three)}
    assert ["retryRequested" in kinds[message] for message in (one, two, three)] == [True, False, True]
    assert business.post("/api/retry/bulk", {"ids": [two], "status": "undelivered"}).json()["results"]["success"] == 0
    assert_problem(business.post("/api/retry/bulk", {"ids": ["x"]}), 400, fields=["ids"])
    assert_problem(business.post("/api/retry/bulk", {"ids": []}), 400, fields=["ids"])


def test_what_a_search_finds_is_retried(business):
    failed(business, 2)
    wanted = business.add_message("failed", recipient=MENDED, error_code="30003", transaction_id="needle-7")
    answer = business.post("/api/retry/bulk", {"search": "needle"})
    assert answer.json()["results"] == {"success": 1, "failed": 0}
    assert business.await_status(wanted, "delivered")


def test_a_cancelled_job_goes_no_further(business):
    # Written so that no worker takes it up before it is cancelled.
    [row] = business.rows("INSERT INTO retry_jobs (id, tenant_id, filter, total, created_by, state) VALUES "
                         "(gen_random_uuid(), %(tenant)s, '{}', 3, 'test', 'cancelled') RETURNING id")
    job = row["id"]
    messages = failed(business, 1)
    assert business.read(f"/api/retry/jobs/{job}")["job"]["state"] == "cancelled"
    assert_problem(business.post(f"/api/retry/jobs/{job}/cancel"), 409)
    assert business.record(messages[0])["status"] == "failed"


def test_another_business_s_job_is_not_there(open_business):
    mine, other = open_business(), open_business()
    job = other.post("/api/retry/bulk", {"job": True}).json()["job"]["id"]
    assert_problem(mine.get(f"/api/retry/jobs/{job}"), 404)
    assert_problem(mine.post(f"/api/retry/jobs/{job}/cancel"), 404)
    assert_problem(mine.get("/api/retry/jobs/nothing"), 404)
