"""The process behind the local inbox: listens until it is told to stop."""

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from newsletter.inbox.intake import LARGEST_MAIL_BYTES, Dialogue, Intake
from newsletter.inbox.store import Store


def serve(host: str, port: int, store_path: Path, announce: Callable[[int], None] | None = None) -> None:
    """Take mail until SIGTERM or SIGINT. Raises OSError when the port is taken.

    `announce` is called with the port as soon as mail can be sent to it (port 0 lets the system choose); by
    default it writes `inbox ready on host:port` to the standard output.
    """

    def say(actual_port: int) -> None:
        sys.stdout.write(f"inbox ready on {host}:{actual_port}\n")
        sys.stdout.flush()

    asyncio.run(_serve(host, port, store_path, announce or say))


async def _serve(host: str, port: int, store_path: Path, announce: Callable[[int], None]) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with Store(store_path) as store:
        intake = Intake(store)
        server = await loop.create_server(lambda: _dialogue(intake), host, port)
        announce(server.sockets[0].getsockname()[1])
        await stop.wait()
        server.close()
        intake.commit()


def _dialogue(intake: Intake) -> Dialogue:
    return Dialogue(
        intake,
        data_size_limit=LARGEST_MAIL_BYTES,
        enable_SMTPUTF8=True,
        hostname="inbox.localhost",  # aiosmtpd would ask the network for our name, which may take seconds
        loop=asyncio.get_running_loop(),
    )
