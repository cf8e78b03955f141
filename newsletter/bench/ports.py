"""Ports of this machine."""

import socket
import time

from newsletter.bench.errors import BenchError

START_S = 30
LOOK_EVERY_S = 0.02


def free_port() -> int:
    """One that nobody listens on right now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(port: int, name: str) -> None:
    """Wait until a server that was started listens. Raises BenchError."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(LOOK_EVERY_S)
        else:
            return
    raise BenchError(f"{name} did not start")
