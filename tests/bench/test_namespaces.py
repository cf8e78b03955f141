"""Machines of our own: what a pulled cable stops, and what it does not."""

import socket
import subprocess
import sys
from contextlib import ExitStack

import pytest

from newsletter.bench.namespaces import running_namespaces, why_not

REACH = """
import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=1).close()
except OSError:
    sys.exit(1)
"""


@pytest.fixture
def machines():
    if reason := why_not():
        pytest.skip(f"network namespaces: {reason}")
    with running_namespaces(2) as machines:
        yield machines


@pytest.fixture
def reaches():
    """Whether a machine gets through to one of our addresses."""
    with ExitStack() as stack:

        def ask(machine, address):
            server = stack.enter_context(socket.create_server((address, 0)))
            command = [*machine.inside, sys.executable, "-I", "-c", REACH, address, str(server.getsockname()[1])]
            return subprocess.run(command, check=False, timeout=20).returncode == 0

        yield ask


def test_who_is_cut_off_from_the_services_still_reaches_the_relay(machines, reaches):
    one, other = machines
    assert reaches(one, one.services)
    assert reaches(one, one.relay)

    one.cut()

    assert not reaches(one, one.services)
    assert reaches(one, one.relay)
    assert reaches(other, other.services)


def test_a_cable_can_be_plugged_in_again(machines, reaches):
    machines[0].cut()
    machines[0].heal()

    assert reaches(machines[0], machines[0].services)
