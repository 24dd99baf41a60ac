"""The log of the webhook's requests: what is kept of them, for whom, and sending them again."""

from business import new_phone
from connecting import logged, posting, save
from expect import assert_problem
from system import wait_for


def test_requests_are_logged_masked_and_without_secrets(business):
    save(business)
    phone = "+14155172054"
    posted = {**posting(business, phone), "credentials": {"api_key": "hush-hush"}}
    taken = business.post(f"/webhook/in/our-crm?key={business.key}&store=7", posted)
    assert taken.status_code == 200, taken.text
    [line] = logged(business)
    assert (line["status"], line["source"], line["method"]) == (200, "our-crm", "POST")
    assert line["transactionId"] == posted["order"]["id"] and line["requestId"] == taken.headers["x-request-id"]
    assert line["milliseconds"] > 0 and line["bytes"] == len(taken.request.body)
    assert "2054" in line["excerpt"] and "4155172054" not in line["excerpt"] and "Maria" not in line["excerpt"]
    whole = business.read(f"/api/webhook-requests/{line['id']}")
    assert phone in whole["body"] and '"duplicate":false' in whole["answer"]
    kept = business.rows("SELECT * FROM webhook_requests WHERE tenant_id = %(tenant)s")
    assert "hush-hush" not in str(kept) and business.key not in str(kept)
    assert whole["query"] == "store=7"


def test_refused_requests_are_logged_with_their_answer(business):
    business.post("/webhook/transaction-complete", {"customerPhone": "12"})
    [line] = logged(business, outcome="refused")
    assert line["status"] == 400
    assert "transactionId" in business.read(f"/api/webhook-requests/{line['id']}")["answer"]
    assert business.read("/api/webhook-requests", outcome="taken")["requests"] == []


def test_the_log_of_others_is_not_there(business, open_business):
    business.send()
    [line] = logged(business)
    other = open_business()
    assert other.read("/api/webhook-requests")["requests"] == []
    assert_problem(other.get(f"/api/webhook-requests/{line['id']}"), 404)
    assert_problem(other.post(f"/api/webhook-requests/{line['id']}/replay"), 404)
    assert_problem(business.get("/api/webhook-requests/none"), 404)


def test_a_request_is_sent_again_and_a_duplicate_says_so(business):
    save(business)
    refused = business.post("/webhook/in/our-crm", posting(business, "12"))
    assert refused.status_code == 400
    business.post("/webhook/in/our-crm", posting(business, new_phone()))
    good, bad = logged(business, 2)

    again = business.post(f"/api/webhook-requests/{good['id']}/replay").json()
    assert again["status"] == 200 and again["answer"]["duplicate"] is True
    still = business.post(f"/api/webhook-requests/{bad['id']}/replay").json()
    assert still["status"] == 400 and still["answer"]["errors"][0]["field"] == "customerPhone"

    # With the mapping mended, what was refused is taken.
    number = new_phone()
    save(business, fields={"transactionId": {"from": "order.id"},
                           "customerPhone": {"from": ["order.none"], "default": number}})
    mended = wait_for(lambda: taken(business.post(f"/api/webhook-requests/{bad['id']}/replay").json()),
                      of="the mended mapping being in force")
    assert mended["answer"]["duplicate"] is False
    lines = wait_for(lambda: taken_again(business, bad), of="the log telling of it")
    assert lines[0]["source"] == "our-crm" and good["id"] in [line["replayOf"] for line in lines]


def taken_again(business, line):
    lines = logged(business)
    return lines if (lines[0]["replayOf"], lines[0]["status"]) == (line["id"], 200) else None


def taken(replay):
    return replay if replay["status"] == 200 else None


def test_the_log_is_paged_by_key_and_narrowed_to_a_source(business):
    save(business)
    for _ in range(5):
        business.post("/webhook/in/our-crm", posting(business, new_phone()))
    business.send()
    logged(business, 6)
    first = business.read("/api/webhook-requests", source="our-crm", limit=3)
    rest = business.read("/api/webhook-requests", source="our-crm", limit=3, before=first["next"])
    assert (len(first["requests"]), len(rest["requests"]), rest["next"]) == (3, 2, None)
    ids = [line["id"] for line in first["requests"] + rest["requests"]]
    assert ids == sorted(ids, reverse=True)


def test_of_a_flood_a_part_is_kept_and_the_rest_counted(business):
    for _ in range(40):
        business.post("/webhook/transactions", {"transactions": []})

    def settled():
        answer = business.read("/api/webhook-requests", limit=200)
        return answer if len(answer["requests"]) + answer["unkept"] >= 40 else None

    answer = wait_for(settled, of="all forty, kept or counted")
    assert len(answer["requests"]) + answer["unkept"] == 40 and answer["requests"]
