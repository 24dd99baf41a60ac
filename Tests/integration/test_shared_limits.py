"""Limits of keys on several hosts: one limit while they share a Redis server, and each its own while they cannot."""

import signal

import pytest

from hosts import Host, Redis, SlowDoor, timed
from system import wait_for


@pytest.fixture
def redis():
    server = Redis()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def open_hosts():
    opened = []

    def open_two(url):
        opened.extend(Host("keys", REDIS_URL=url) for _ in range(2))
        return opened[-2:]

    yield open_two
    for host in opened:
        host.end()


def key_with(business, per_minute):
    answer = business.post("/api/keys", {"name": "busy", "scopes": ["settings:read"], "ratePerMinute": per_minute})
    assert answer.status_code == 201, answer.text
    return answer.json()["key"]


def statuses(hosts, key, count):
    """What each host answers, one after the other, so many times; nobody waits long."""
    found = []
    for _ in range(count):
        for host in hosts:
            (status, _), seconds = timed(lambda host=host: host.ask("/api/keys", key))
            assert seconds < 3, "Redis must hold nobody up"
            found.append(status)
    return found


def connected(hosts):
    wait_for(lambda: all(host.shares() for host in hosts), of="both hosts at the Redis server")


def alone(hosts):
    wait_for(lambda: all(host.shares() is False for host in hosts), of="both hosts without a Redis server")


def test_hosts_share_a_limit(business, redis, open_hosts):
    hosts = open_hosts(redis.url)
    connected(hosts)
    key = key_with(business, 6)
    assert statuses(hosts, key, 3) == [200] * 6
    for host in hosts:
        status, headers = host.ask("/api/keys", key)
        assert status == 429 and headers["ratelimit"].startswith('"key";r=0;') and 1 <= int(headers["retry-after"]) <= 10
    # The business's limit is shared as well, and what it refuses takes nothing from the key.
    business.rows("UPDATE tenants SET rate_per_minute = 4 WHERE id = %(tenant)s")
    key = key_with(business, 100)
    assert statuses(hosts, key, 3) == [200] * 4 + [429] * 2
    _, headers = hosts[0].ask("/api/keys", key)
    assert headers["ratelimit-policy"] == '"key";q=100;w=60, "business";q=4;w=60'
    assert headers["ratelimit"].startswith('"key";r=96;')


def test_a_server_that_is_slow_to_let_in_is_waited_for(business, redis, open_hosts):
    with SlowDoor(redis) as door:
        hosts = open_hosts(door.url)
        wait_for(lambda: all(host.shares() is not None for host in hosts), of="both hosts at the door")
        assert all(host.shares() for host in hosts)
        assert statuses(hosts, key_with(business, 4), 3) == [200] * 4 + [429] * 2


def test_a_server_that_is_killed_stops_nothing_and_is_found_again(business, redis, open_hosts):
    hosts = open_hosts(redis.url)
    connected(hosts)
    key = key_with(business, 1000)
    assert set(statuses(hosts, key, 5)) == {200}
    redis.kill()
    assert set(statuses(hosts, key, 20)) == {200}
    assert statuses(hosts, key_with(business, 3), 4) == [200] * 6 + [429] * 2  # each host for itself
    alone(hosts)
    redis.start()
    connected(hosts)
    # A host that a busy machine lets wait for an answer counts alone, that once.
    wait_for(lambda: statuses(hosts, key_with(business, 4), 3) == [200] * 4 + [429] * 2, of="one limit again")
    assert "hush-hush" not in "".join(open(host.log.name).read() for host in hosts)


def test_a_server_that_hangs_stops_nothing(business, redis, open_hosts):
    hosts = open_hosts(redis.url)
    connected(hosts)
    redis.process.send_signal(signal.SIGSTOP)
    try:
        assert set(statuses(hosts, key_with(business, 1000), 30)) == {200}
    finally:
        redis.process.send_signal(signal.SIGCONT)
    wait_for(lambda: statuses(hosts, key_with(business, 1), 1) == [200, 429], of="one limit again")


def test_a_server_that_never_was_or_wants_another_password_stops_nothing(business, redis, open_hosts):
    for url in ("redis://127.0.0.1:1", redis.url.replace("hush-hush", "wrong")):
        hosts = open_hosts(url)
        alone(hosts)
        assert statuses(hosts, key_with(business, 2), 3) == [200] * 4 + [429] * 2
