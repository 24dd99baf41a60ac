"""A real gateway: a message goes out through Kannel, its delivery report and the answers come back."""

import secrets

import pytest

from business import new_phone
from kannel import Kannel
from system import address, wait_for

SENDER = "+15005550123"


@pytest.fixture
def gateway(business):
    """Kannel, and an account at it that comes first for this business."""
    name, token = business.account("kannel"), secrets.token_hex(16)
    inbound = (f"{address('PUBLIC_URL')}/webhook/inbound/{name}?token={token}"
               "&from=%p&to=%P&text=%b&charset=%C&id=%I")
    with Kannel(inbound, password=secrets.token_hex(8)) as kannel:
        answer = business.call("PUT", f"/api/providers/{name}", json={
            "kind": "kannel", "priority": 10, "settings": {
                "api_base": kannel.url, "username": "tester", "from": SENDER},
            "secrets": {"password": kannel.password, "callback_token": token}})
        assert answer.status_code == 200, answer.text
        yield name, kannel


def sent_through(business, name, **more):
    """A message of this business that has gone through the account, as soon as dispatch knows it."""
    def found():
        message = business.await_status(business.send(**more)["messageId"], "delivered")
        return message if message["attempts"][0]["provider"] == name else None

    return wait_for(found, of=f"a message through {name}")


def test_a_message_its_report_and_the_answer_go_through(business, gateway):
    name, kannel = gateway
    phone = new_phone()
    kannel.text_from_phone(phone.lstrip("+"), SENDER.lstrip("+"), "Привет?")
    sent = sent_through(business, name, customerPhone=phone, customerName="Zoé Grün")
    [attempt] = sent["attempts"]
    assert attempt["state"] == "accepted" and attempt["providerMessageId"] == f"{sent['record']['id']}.1"
    wait_for(lambda: {"8", "1"} == {row["raw"]["status"] for row in business.rows(
        "SELECT raw FROM delivery_reports WHERE message_id = %(id)s", id=sent["record"]["id"])}, of="both reports")
    wait_for(lambda: "text Hi Zoé Grün, thank you" in kannel.heard(), of="the text on the phone")
    sent_through(business, name, customerPhone=phone, customerName="Привет")
    wait_for(lambda: "%04%1F%04%40%048%042%045%04B" in kannel.heard(), of="the text in UCS-2")

    kannel.text_from_phone(phone.lstrip("+"), SENDER.lstrip("+"), "STOP")
    wait_for(lambda: business.rows("SELECT number FROM suppressions WHERE tenant_id = %(tenant)s AND number = %(phone)s",
                                   phone=phone), of="the opt-out")
    late = business.send(customerPhone=phone)
    assert business.await_status(late["messageId"])["record"]["status"] == "suppressed"


def test_a_wrong_password_pauses_the_account_and_the_message_goes_another_way(business, gateway):
    name, kannel = gateway
    answer = business.call("PUT", f"/api/providers/{name}", json={
        "kind": "kannel", "priority": 10, "secrets": {"password": "wrong", "callback_token": "c" * 20},
        "settings": {"api_base": kannel.url, "username": "tester", "from": SENDER}})
    assert answer.status_code == 200, answer.text

    def paused():
        business.await_status(business.send()["messageId"], "delivered")
        listed = {entry["name"]: entry for entry in business.read("/api/providers")["providers"]}
        return listed[name]["paused"]

    assert "does not accept" in wait_for(paused, of="the pause")["reason"]
