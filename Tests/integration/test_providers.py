"""Accounts at providers: configured by a business, their secrets never shown again, paused and resumed."""

from expect import assert_problem

ACCOUNT = {
    "kind": "twilio",
    "settings": {"account_sid": "AC" + "5" * 32, "from": "+15005550006", "api_base": "http://127.0.0.1:9"},
    "secrets": {"auth_token": "a-token-that-nobody-sees-1234"},
    "senders": [{"address": "+14155550100", "kind": "long_code"}, {"address": "ACME", "kind": "alphanumeric"}],
    "countries": ["US", "CA"], "priority": 7, "pricePerSegment": "0.0079", "enabled": False,
}


def configure(business, **changes):
    name = business.account("test")
    return name, business.call("PUT", f"/api/providers/{name}", json={**ACCOUNT, **changes})


def listed(business):
    return {entry["name"]: entry for entry in business.call("GET", "/api/providers").json()["providers"]}


def test_secrets_are_shown_by_their_last_characters_only(business):
    name, answer = configure(business)
    assert answer.status_code == 200, answer.text
    shown = listed(business)[name]
    assert shown["secrets"] == {"auth_token": "…1234"}
    assert "nobody-sees" not in business.call("GET", "/api/providers").text + answer.text
    assert [line["segmentsPerSecond"] for line in shown["senders"]] == [1, 100]
    assert shown["senders"][0]["areaCode"] == "415" and sorted(shown["countries"]) == ["CA", "US"]
    _, answer = configure(business, secrets=None, priority=8)
    assert answer.status_code == 200, answer.text
    assert listed(business)[name]["secrets"] == {"auth_token": "…1234"}


def test_every_wrong_field_is_named(business):
    _, answer = configure(business, senders=[{"address": "x"}], countries=["usa"], priority=-1, channel="fax")
    assert answer.status_code == 400
    named = {problem["field"] for problem in answer.json()["errors"]}
    assert {"senders", "countries", "channel"} <= named
    _, answer = configure(business, secrets={})
    assert answer.status_code == 400 and answer.json()["errors"]


def test_an_account_is_its_business_own(business, open_business):
    name, _ = configure(business)
    other = open_business()
    assert name not in listed(other)
    assert other.call("POST", f"/api/providers/{name}/pause", json={}).status_code == 404
    assert other.call("DELETE", f"/api/providers/{name}").status_code == 404
    assert business.call("DELETE", f"/api/providers/{name}").status_code == 200
    assert name not in listed(business)


def test_a_pause_stands_in_the_history_with_its_reason(business):
    name, _ = configure(business)
    assert business.call("POST", f"/api/providers/{name}/pause", json={"reason": "Moving."}).status_code == 200
    assert listed(business)[name]["paused"]["reason"] == "Moving."
    assert business.call("POST", f"/api/providers/{name}/resume", json={}).status_code == 200
    assert business.call("POST", f"/api/providers/{name}/resume", json={}).status_code == 409
    changes = business.call("GET", f"/api/providers/{name}/history").json()["changes"]
    assert [change["change"] for change in changes] == ["resumed", "paused"]
    assert changes[1]["reason"] == "Moving." and changes[1]["by"]


def test_nobody_learns_by_what_another_business_calls_its_accounts(business, open_business, installation):
    name, _ = configure(business)
    other = open_business()

    def refused(asker, name):
        problem = assert_problem(asker.call("PUT", f"/api/providers/{name}", json=ACCOUNT), 400)
        return [(each["field"], each["message"]) for each in problem["errors"]]

    unknown = f"nobodys-b{business.tenant}"
    assert refused(other, name) == refused(other, unknown) == refused(other, "plain") \
        == [("name", f"name must be a name that ends in -b{other.tenant}.")]
    assert refused(installation, name) == refused(installation, unknown)
    assert other.read("/api/providers")["nameEnding"] == f"-b{other.tenant}"
    assert installation.read("/api/providers")["nameEnding"] is None


def test_what_was_known_of_a_removed_account_is_not_the_next_ones(business):
    name, _ = configure(business)
    assert business.call("POST", f"/api/providers/{name}/pause", json={"reason": "Moving."}).status_code == 200
    assert business.call("DELETE", f"/api/providers/{name}").status_code == 200
    assert configure(business)[1].status_code == 200
    assert listed(business)[name]["paused"] is None
    assert business.read(f"/api/providers/{name}/history")["changes"] == []


def test_what_everybody_uses_is_stopped_by_who_runs_the_installation(business, installation):
    for what in ("pause", "resume"):
        assert_problem(business.post(f"/api/providers/twilio/{what}", {}), 403, "not-yours")
    assert listed(business)["twilio"]["paused"] is None
    assert_problem(installation.post("/api/providers/twilio/resume", {}), 409, "not-paused")


def test_the_account_of_the_settings_is_listed_and_kept(business):
    assert listed(business)["twilio"]["origin"] == "settings"
    assert business.call("PUT", "/api/providers/twilio", json=ACCOUNT).status_code == 409
    assert business.call("DELETE", "/api/providers/twilio").status_code == 404


def test_a_business_says_what_counts(business):
    assert business.call("GET", "/api/routing").json() == {"success": 60, "latency": 15, "cost": 25}
    answer = business.call("POST", "/api/routing", json={"cost": 90})
    assert answer.json() == {"success": 60, "latency": 15, "cost": 90}
    assert business.call("POST", "/api/routing", json={"cost": 101}).status_code == 400
