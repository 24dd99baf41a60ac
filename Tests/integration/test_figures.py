"""Figures equal a count over the rows: at every moment, and when all has come to rest."""

from business import FINAL
from system import wait_for

SENT = {"sent", "delivered", "undelivered"}
FAILED = {"failed", "undelivered"}
PENDING = {"scheduled", "queued", "sending", "unknown"}


def counted(business):
    """How many messages the rows say there are of each status."""
    found = business.rows("SELECT status::text, count(*) FROM messages WHERE tenant_id = %(tenant)s GROUP BY 1")
    return {row["status"]: row["count"] for row in found}


def assert_figures_equal_rows(business):
    rows = counted(business)
    of = lambda statuses: sum(count for status, count in rows.items() if status in statuses)  # noqa: E731
    today = business.read("/api/dashboard")["today"]
    assert (today["total"], today["sent"], today["delivered"], today["pending"], today["failed"]) == (
        sum(rows.values()), of(SENT), of({"delivered"}), of(PENDING), of(FAILED))
    analytics = business.read("/api/analytics", days=1)
    overall = analytics["overall"]
    assert (overall["total"], overall["delivered"], overall["failed"], overall["cancelled"]) == (
        sum(rows.values()), of({"delivered"}), of(FAILED), of({"cancelled"}))
    settled = of({"delivered"}) + of(FAILED)
    if settled:
        assert abs(overall["deliveryRate"] - 100 * of({"delivered"}) / settled) <= 0.05
    for part in ("daily", "hourlyDistribution", "topDealers"):
        assert sum(entry["total"] for entry in analytics[part]) == sum(rows.values())
    return rows


def test_figures_equal_a_count_over_the_rows(business):
    phones = ["+15005550009", "+15005550010", "+15005550013", "+15005551234", "+15005551235", "+15005551236"]
    transactions = [business.transaction(customerPhone=phones[n % 6], dealershipName=f"House {n % 3}")
                    for n in range(30)]
    assert business.post("/webhook/transactions", {"transactions": transactions}).status_code == 200
    wait_for(lambda: set(counted(business)) <= FINAL, of="all messages settled")
    rows = assert_figures_equal_rows(business)
    assert rows == {"delivered": 15, "undelivered": 10, "failed": 5}
    queue = business.read("/admin/queue-status")["queue"]
    assert queue == {"waiting": 0, "active": 0, "completed": 15, "failed": 15, "delayed": 0}
    assert {dealer["dealershipName"]: dealer["total"] for dealer in business.read("/api/analytics")["topDealers"]} == {
        "House 0": 10, "House 1": 10, "House 2": 10}


def test_figures_are_exact_the_moment_a_post_is_answered(open_business):
    business = open_business(delay_hours=0)
    for expected in range(1, 6):
        business.send()
        assert business.read("/api/dashboard")["today"]["total"] == expected


def test_figures_stay_the_same_while_they_are_folded(open_business):
    """`maintain` moves the journal of changes into the counts; no reader sees a change twice or not at all."""
    business = open_business(delay_hours=0)
    for _ in range(10):
        business.send(customerPhone="+15005550009")
    wait_for(lambda: set(counted(business)) == {"failed"})

    def is_folded():
        assert_figures_equal_rows(business)
        return business.count_of("status_changes") == 0

    wait_for(is_folded, of="the journal being folded")
    assert_figures_equal_rows(business)
    assert business.count_of("total_counts") > 0


def test_a_cancelled_message_is_neither_pending_nor_failed(open_business):
    business = open_business(delay_hours=0)
    transaction = business.add_message("scheduled", transaction_id="C-1", next_attempt_at="infinity")
    assert business.read("/api/dashboard")["today"]["pending"] == 1
    assert business.call("DELETE", "/webhook/cancel/C-1").status_code == 200
    assert business.record(transaction)["status"] == "cancelled"
    today = business.read("/api/dashboard")["today"]
    assert (today["pending"], today["failed"], today["total"]) == (0, 0, 1)


def test_an_empty_business_has_figures_too(business):
    today = business.read("/api/dashboard")["today"]
    assert (today["total"], today["deliveryRate"], today["yesterdayTotal"]) == (0, None, 0)
    assert business.read("/api/analytics")["overall"]["deliveryRate"] is None
