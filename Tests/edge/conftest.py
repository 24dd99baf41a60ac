"""Tests of what only deploy/ can choose: certificates, networks and limits of the gateway.

They need no system that is up: they bring up one of their own.
"""

import pytest

from private_system import PrivateSystem, unused_port


@pytest.fixture(scope="session")
def encrypted():
    """An installation of its own behind TLS, with the certificate that it made for itself."""
    system = PrivateSystem()
    try:
        system.up("--tls", "--port", str(unused_port()))
        yield system
    finally:
        system.purge()
