"""/metrics is what Prometheus reads: its own parser says so, and the figures move."""

from prometheus_client.parser import text_string_to_metric_families

from system import processes, wait_for


def families(installation):
    answer = installation.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = list(text_string_to_metric_families(answer.text))
    names = [family.name for family in found]
    assert len(names) == len(set(names)), "each family stands in one place"
    return {family.name: family for family in found}


def answered(installation, **labels):
    """How many requests with these labels all processes have answered."""
    family = families(installation).get("sms_http_requests")
    samples = family.samples if family else []
    return sum(sample.value for sample in samples if labels.items() <= sample.labels.items())


def test_the_queue_and_the_workers_are_told(installation):
    found = families(installation)
    for name in ("sms_messages_waiting", "sms_oldest_waiting_seconds", "sms_attempts_calling",
                 "sms_attempts_unknown", "sms_changes_unfolded"):
        [sample] = found[name].samples
        assert found[name].type == "gauge" and found[name].documentation and sample.value >= 0


def test_requests_are_counted_by_route_and_status(installation):
    labels = {"function": "messages", "route": "GET /api/messages/{id}", "status": "404"}
    before = answered(installation, **labels)
    for _ in range(5):
        installation.get("/api/messages/nothing")
    # Each process writes its figures about once a second.
    wait_for(lambda: answered(installation, **labels) >= before + 5, of="five more answers being counted")


def test_only_living_processes_are_told(installation):
    alive = {str(pid) for pid in processes().values()}
    told = {sample.labels["process"] for family in families(installation).values() for sample in family.samples
            if "process" in sample.labels}
    assert told and told <= alive


def test_no_identifier_is_in_a_label(installation):
    """A path with a parameter is counted as its template, or there would be a series for each message."""
    installation.get("/api/messages/nobody-knows-me")
    installation.get("/nobody-knows-me")
    assert "nobody-knows-me" not in installation.get("/metrics").text
