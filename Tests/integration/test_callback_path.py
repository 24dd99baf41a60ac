"""A provider that accepts messages and reports on none: a person is told, with the part of the way that fails."""

import uuid
from datetime import datetime, timedelta, timezone

from system import wait_for
from test_providers import configure

# The watchdog looks every twenty seconds, and other tests keep the machine busy.
PATIENCE_SECONDS = 60


def accepted(provider, minutes_ago=10):
    """An attempt that a provider accepted, and about which nobody asks for now."""
    moment = datetime.now(timezone.utc)
    return {"provider": provider, "state": "accepted", "status": "queued",
            "provider_message_id": "SM" + uuid.uuid4().hex, "started_at": moment - timedelta(minutes=minutes_ago),
            "ended_at": moment - timedelta(minutes=minutes_ago), "check_at": moment + timedelta(hours=6)}


def alerts(business, provider):
    return [alert for alert in business.read("/api/alerts")["alerts"] if alert["subject"] == provider]


def path(installation, provider):
    [found] = [path for path in installation.read("/admin/status")["callbackPaths"] if path["provider"] == provider]
    return found


def test_a_silent_provider_is_reported_to_its_owner(business, open_business, installation):
    provider, _ = configure(business)
    for _ in range(10):
        business.add_message("sent", attempts=[accepted(provider)])
    [alert] = wait_for(lambda: alerts(business, provider), PATIENCE_SECONDS, of="the alert")
    assert alert["kind"] == "callbackPathBroken" and alert["clearedAt"] is None
    assert alert["detail"].startswith(f"Of 10 messages that {provider} accepted, 0 were reported on.")
    found = path(installation, provider)
    assert (found["state"], found["accepted"], found["reported"]) == ("broken", 10, 0)
    # Nothing of ours is broken; callbacks that other tests forge are refused beside it.
    assert found["hop"] in ("provider", "signature") and found["detail"]
    assert alerts(open_business(), provider) == []
    overdue = business.rows("SELECT count(*) AS soon FROM attempts WHERE tenant_id = %(tenant)s "
                            "AND (check_at IS NULL OR check_at < now() + interval '1 hour')")
    assert overdue[0]["soon"] == 10


def test_a_provider_that_reports_again_is_well(business, installation):
    provider, _ = configure(business)
    for _ in range(10):
        business.add_message("sent", attempts=[accepted(provider, minutes_ago=20)])
    wait_for(lambda: alerts(business, provider), PATIENCE_SECONDS, of="the alert")
    for _ in range(5):
        attempt = accepted(provider, minutes_ago=6)
        message = business.add_message("sent", attempts=[attempt])
        business.rows("INSERT INTO delivery_reports (tenant_id, message_id, provider, provider_message_id, raw) "
                      "VALUES (%(tenant)s, %(message)s, %(provider)s, %(sid)s, '{}')",
                      message=message, provider=provider, sid=attempt["provider_message_id"])
    [alert] = wait_for(lambda: [a for a in alerts(business, provider) if a["clearedAt"]], PATIENCE_SECONDS,
                       of="the alert's end")
    assert alert["raisedAt"] <= alert["clearedAt"]
    assert path(installation, provider)["state"] == "working"
