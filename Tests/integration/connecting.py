"""What tests of connecting a CRM share: sources with mappings, and the log of requests."""

from system import wait_for

FIELDS = {
    "transactionId": {"from": "order.id"},
    "customerPhone": {"from": ["customer.mobile", "customer.phones[0]"]},
    "customerName": {"from": ["customer.first", "customer.last"], "join": " ", "default": "neighbour"},
    "amount": {"from": "order.cents", "steps": ["cents"]},
    "dealershipName": {"constant": "Sunrise Motors"},
    "transactionCompletedAt": {"from": "order.closed", "steps": [
        {"do": "date", "format": "MM/dd/yyyy HH:mm", "zone": "America/New_York"}]},
}


def save(business, name="our-crm", fields=None):
    answer = business.call("PUT", f"/api/sources/{name}", json={"fields": fields or FIELDS})
    assert answer.status_code == 200, answer.text
    return answer.json()


def posting(business, phone, **order):
    return {"order": {"id": business.new_id(), "cents": 41250, "closed": "11/20/2026 16:45", **order},
            "customer": {"first": "Maria", "last": "Lopez", "phones": [phone]}}


def logged(business, count=1, **parameters):
    """The newest lines of the log, once there are so many."""
    def found():
        lines = business.read("/api/webhook-requests", **parameters)["requests"]
        return lines if len(lines) >= count else None

    return wait_for(found, of=f"{count} lines of the log")
