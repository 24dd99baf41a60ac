"""Tests of the whole system through its front door, with the sandbox for a provider.

They run in any order and at the same time: each has a business of its own.
"""

import contextlib
import fcntl

import pytest

import business as businesses
from system import address, setting, state


def pytest_collection_modifyitems(items):
    """What needs the system for itself comes last, so that nobody waits for it."""
    items.sort(key=lambda item: item.get_closest_marker("serial") is not None)


@contextlib.contextmanager
def the_system(alone=False):
    """Holds the system that all processes of these tests share, or holds it alone."""
    with open(state() / "tests.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


@pytest.fixture(autouse=True)
def turn(request):
    """Tests share the system; one marked `serial` has it for itself."""
    with the_system(alone=request.node.get_closest_marker("serial")):
        yield


@pytest.fixture(scope="session", autouse=True)
def no_phone_rings():
    """These tests text numbers by the hundred, so they refuse to start with a real provider."""
    if address("TWILIO_API_BASE") != address("SANDBOX_URL"):
        pytest.exit("TWILIO_API_BASE is not the sandbox", returncode=1)


@pytest.fixture(scope="session")
def tenants():
    made = []
    yield made
    if made:
        with the_system():  # another process may be about to stop the database
            businesses.forget(made)


@pytest.fixture
def open_business(turn, tenants):
    """Opens businesses, with settings of their own where the test names them."""
    def open_it(**settings):
        made = businesses.Business(**settings)
        tenants.append(made.tenant)
        return made

    return open_it


@pytest.fixture
def installation(turn):
    """A program of the business that runs the installation."""
    return businesses.Program(setting("API_KEY"))


@pytest.fixture
def business(open_business):
    """A business whose messages are due at once and not tried again by themselves."""
    return open_business()
